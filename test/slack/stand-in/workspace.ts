/** The whole of Slack that a test needs: the Web API, Socket Mode, and the deeds of people in it. A stand-in for slack.com. */
import { openEmulator, type SlackEmulator } from './emulator.ts'
import { openSocketMode, type SocketMode } from './socket-mode.ts'
import { openWebApi, type WebApi } from './web-api.ts'

export interface Workspace {
  api: WebApi
  emulator: SlackEmulator
  socket: SocketMode
  close(): Promise<void>
}

/** `scopes`: exactly those that the app was installed with. */
export async function openWorkspace(scopes: string[]): Promise<Workspace> {
  const api = await openWebApi()
  const socket = await openSocketMode()
  api.scopes = scopes
  api.socketUrl = () => socket.nextUrl()
  const emulator = await openEmulator(api.url.replace(/\/$/, ''), scopes)
  api.emulator = emulator
  return {
    api,
    emulator,
    socket,
    close: async () => {
      await socket.close()
      await api.close()
      await emulator.close()
    },
  }
}
