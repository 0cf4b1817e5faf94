import type { KeyObject } from 'node:crypto'
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { bits, der, octets, oid, positive, sequence, set, time, utf8, yes } from './der.ts'

export interface ServerCertificate {
  /** PEM of the authority that clients have to trust. */
  ca: string
  certificate: string
  key: string
}

const DAY_MS = 86_400_000
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const EXTENSION = {
  subjectKey: '2.5.29.14',
  keyUsage: '2.5.29.15',
  names: '2.5.29.17',
  basic: '2.5.29.19',
  authorityKey: '2.5.29.35',
  usage: '2.5.29.37',
}

/** An authority of its own and a certificate for `names` (DNS names and IPv4 addresses), both of this start only (RFC 5280). `rsaBits`: an RSA key instead of an elliptic one. */
export function makeCertificate(names: string[], now: Date, rsaBits?: number): ServerCertificate {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const server =
    rsaBits === undefined ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: rsaBits })
  const issuer = name('Countersign practice estate CA')
  const shared = { issuer, signer: authority.privateKey, now }
  const ca = certificate({
    ...shared,
    subject: issuer,
    key: authority.publicKey,
    extensions: [
      extension(EXTENSION.basic, sequence(yes), true),
      // keyCertSign and cRLSign
      extension(EXTENSION.keyUsage, der(0x03, Buffer.of(1, 0x06)), true),
      extension(EXTENSION.subjectKey, octets(keyId(authority.publicKey)), false),
    ],
  })
  const leaf = certificate({
    ...shared,
    subject: name(names[0] ?? 'localhost'),
    key: server.publicKey,
    extensions: [
      extension(EXTENSION.basic, sequence(), true),
      extension(EXTENSION.keyUsage, der(0x03, Buffer.of(7, 0x80)), true),
      extension(EXTENSION.usage, sequence(oid('1.3.6.1.5.5.7.3.1')), false),
      extension(EXTENSION.names, sequence(...names.map(alternativeName)), false),
      extension(EXTENSION.authorityKey, sequence(der(0x80, keyId(authority.publicKey))), false),
    ],
  })
  return { ca, certificate: leaf, key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

interface Body {
  subject: Buffer
  issuer: Buffer
  key: KeyObject
  signer: KeyObject
  extensions: Buffer[]
  now: Date
}

function certificate({ subject, issuer, key, signer, extensions, now }: Body): string {
  const body = sequence(
    der(0xa0, positive(Buffer.of(2))),
    positive(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    ECDSA_SHA256,
    issuer,
    // A day back for clocks that differ, and no longer than a practice could last.
    sequence(time(new Date(now.getTime() - DAY_MS)), time(new Date(now.getTime() + 30 * DAY_MS))),
    subject,
    spki(key),
    der(0xa3, sequence(...extensions)),
  )
  const whole = sequence(body, ECDSA_SHA256, bits(sign('sha256', body, signer)))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function extension(id: string, value: Buffer, critical: boolean): Buffer {
  return critical ? sequence(oid(id), yes, octets(value)) : sequence(oid(id), octets(value))
}

const name = (common: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(common))))
const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' })
const keyId = (key: KeyObject): Buffer => createHash('sha1').update(spki(key)).digest()

function alternativeName(text: string): Buffer {
  return isIPv4(text) ? der(0x87, Buffer.from(text.split('.').map(Number))) : der(0x82, Buffer.from(text))
}
