/** What Node's and OpenSSL's codes say about a connection that did not come about. A code that does not stand here is unknown, and is called so. */
import type { SqlTrouble } from '../../run/facts/sql-fault.ts'

export interface KnownTrouble {
  /** Of the refusal. */
  code: string
  trouble: SqlTrouble
  /** `texts`: what the system says is for people. OpenSSL's texts are not. */
  shows: 'code' | 'texts'
}

const unreachable: KnownTrouble = { code: 'no-connection', trouble: 'unreachable', shows: 'texts' }
const unnamed: KnownTrouble = { code: 'no-connection', trouble: 'unnamed', shows: 'texts' }
const cutOff: KnownTrouble = { code: 'no-connection', trouble: 'cut-off', shows: 'code' }
const oldTls: KnownTrouble = { code: 'tls-refused', trouble: 'old-tls', shows: 'code' }
const noTls: KnownTrouble = { code: 'tls-refused', trouble: 'no-tls', shows: 'code' }
const weakKey: KnownTrouble = { code: 'certificate-refused', trouble: 'weak-key', shows: 'code' }
const noCipher: KnownTrouble = { code: 'tls-refused', trouble: 'no-cipher', shows: 'code' }
const badCertificate: KnownTrouble = { code: 'certificate-refused', trouble: 'bad-certificate', shows: 'texts' }
const untimely: KnownTrouble = { code: 'certificate-refused', trouble: 'untimely', shows: 'texts' }
const otherName: KnownTrouble = { code: 'certificate-refused', trouble: 'other-name', shows: 'texts' }
const stranger: KnownTrouble = { code: 'certificate-refused', trouble: 'stranger', shows: 'code' }

/** Any other `ERR_SSL_…`. */
export const UNKNOWN_TLS: KnownTrouble = { code: 'tls-refused', trouble: 'unknown-tls', shows: 'code' }

const BY_TROUBLE: [KnownTrouble, string[]][] = [
  [unreachable, ['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL', 'EACCES', 'EPERM']],
  [unnamed, ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_FAIL']],
  [cutOff, ['ECONNRESET', 'EPIPE', 'ECONNABORTED']],
  [oldTls, ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ERR_SSL_UNSUPPORTED_PROTOCOL', 'ERR_SSL_VERSION_TOO_LOW']],
  [noTls, ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ERR_SSL_HTTP_REQUEST']],
  [weakKey, ['ERR_SSL_EE_KEY_TOO_SMALL', 'ERR_SSL_CA_KEY_TOO_SMALL', 'ERR_SSL_CA_MD_TOO_WEAK', 'ERR_SSL_DH_KEY_TOO_SMALL']],
  [noCipher, ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_NO_SHARED_CIPHER']],
  [untimely, ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']],
  [otherName, ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH']],
  [
    stranger,
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'CERT_UNTRUSTED',
    ],
  ],
  [
    // The rest of what Node's documentation calls X509 certificate errors; UNSPECIFIED is what it calls those of OpenSSL that it has no name for.
    badCertificate,
    [
      'UNSPECIFIED',
      'CERT_SIGNATURE_FAILURE',
      'CERT_CHAIN_TOO_LONG',
      'CERT_REVOKED',
      'CERT_REJECTED',
      'INVALID_CA',
      'INVALID_PURPOSE',
      'PATH_LENGTH_EXCEEDED',
      'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
      'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
      'ERROR_IN_CERT_NOT_BEFORE_FIELD',
      'ERROR_IN_CERT_NOT_AFTER_FIELD',
    ],
  ],
]

export const TROUBLES: Record<string, KnownTrouble | undefined> = Object.fromEntries(
  BY_TROUBLE.flatMap(([trouble, codes]) => codes.map((code) => [code, trouble])),
)
