/** What the app of Teams proves itself with, from where the configuration says it is. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { AppProof } from '../../chat/teams/app-token.ts'
import { readSecret, resolveSecret } from '../../config.ts'
import type { TeamsConfiguration } from '../../config/teams.ts'
import { sayNoSecret } from '../../text/no-secret.ts'
import { Refused } from '../refused.ts'

export interface ProofOfApp {
  by: 'secret' | 'certificate' | 'federated token' | 'managed identity'
  /** Reads it anew, because secrets are changed while the bot runs. Throws `Refused` with a sentence for each that is missing or is none. */
  read: () => AppProof
}

/** Undefined without an app id. Reads it once, so that a start or a try ends here; throws `Refused`. */
export function proofOfApp({ appId, secret, certificate, federated }: TeamsConfiguration): ProofOfApp | undefined {
  if (appId === undefined) return undefined
  const proof = ((): ProofOfApp => {
    if (secret) return { by: 'secret', read: () => ({ secret: secretOf(secret) }) }
    if (certificate) return { by: 'certificate', read: () => certificateOf(certificate) }
    if (federated && 'managedIdentity' in federated) return { by: 'managed identity', read: () => federated }
    if (federated) return { by: 'federated token', read: () => ({ assertion: fileOf(federated.file, 'teams.federated') }) }
    // The configuration is refused without one.
    throw new Error('teams.appId stands there without a proof')
  })()
  proof.read()
  return proof
}

/** Entra shows a secret's id beside its value, and it is the id that is copied by mistake. */
const SECRET_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function secretOf(reference: NonNullable<TeamsConfiguration['secret']>): string {
  const read = resolveSecret(reference, 'teams.secret')
  if ('fault' in read) throw new Refused(read.fault)
  if (SECRET_ID.test(read.secret)) {
    throw new Refused(
      "teams.secret is not what it should be: it is the secret's id. Its value is shown once, when it is made: make a new one and copy that.",
    )
  }
  return read.secret
}

function certificateOf({ file, key }: NonNullable<TeamsConfiguration['certificate']>): AppProof {
  const pem = resolveSecret(key, 'teams.certificate.key')
  if ('fault' in pem) throw new Refused(pem.fault)
  const certificate = fileOf(file, 'teams.certificate.file')
  try {
    if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(pem.secret))) {
      throw new Refused(`teams.certificate.key is not the key of ${file}: name the two that were made together.`)
    }
  } catch (cause) {
    if (cause instanceof Refused) throw cause
    throw new Refused(`teams.certificate is not what it should be: ${file} and its key must both be PEM, the key without a passphrase.`)
  }
  return { certificate, key: pem.secret }
}

function fileOf(file: string, of: string): string {
  const read = readSecret({ file })
  if ('from' in read) throw new Refused(sayNoSecret(of, read.from))
  return read.secret
}
