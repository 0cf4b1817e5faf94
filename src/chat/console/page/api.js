import { words } from './words.js'

let secret = document.querySelector('meta[name="countersign-secret"]').content

/** After a restart of the bot the secret is another one; only a page of the same origin can read it. */
export async function renewSecret() {
  const page = new DOMParser().parseFromString(await (await reach('/', {})).text(), 'text/html')
  secret = page.querySelector('meta[name="countersign-secret"]')?.content ?? secret
}

/** The body, or a thrown Error whose message is the server's sentence. */
export async function get(path) {
  return answer(await reach(path, {}))
}

/** Asks for something that is no deed of a person, and may be asked for once more. */
export async function post(path, body) {
  return answer(await reach(path, { method: 'POST', headers: headers(), body: JSON.stringify(body) }))
}

/** One deed of a person. The same event id is sent again when the first try got no answer, so that it counts once. */
export async function act(as, action) {
  const body = JSON.stringify({ as, eventId: crypto.randomUUID(), action })
  const request = { method: 'POST', headers: headers(), body }
  try {
    return answer(await fetch('/api/do', request))
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    await new Promise((resolve) => setTimeout(resolve, 700))
    return answer(await reach('/api/do', request))
  }
}

function headers() {
  return { 'content-type': 'application/json', 'x-countersign-secret': secret }
}

async function reach(path, request) {
  try {
    return await fetch(path, request)
  } catch {
    throw new Error(words.unanswered)
  }
}

async function answer(response) {
  const body = await response.json().catch(() => undefined)
  if (response.ok && body !== undefined) return body
  throw new Error(body?.refusal?.sentence ?? words.wordless(response.status))
}
