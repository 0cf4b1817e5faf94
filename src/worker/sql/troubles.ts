/** What Node's and OpenSSL's codes say about a connection that did not come about. A code that does not stand here is unknown, and is called so. */

export interface Trouble {
  /** Of the refusal. */
  code: string
  what: (place: string, detail: string) => string
  /** `texts`: what the system says is for people. OpenSSL's texts are not. */
  shows: 'code' | 'texts'
  next: string
}

const unreachable: Trouble = {
  code: 'no-connection',
  what: (place, detail) => `${place} cannot be reached${detail}`,
  shows: 'texts',
  next: 'See that the server runs, that its SQL Server listens on this port, and that this worker may reach it.',
}
const unnamed: Trouble = {
  code: 'no-connection',
  what: (place, detail) => `The name of ${place} leads nowhere from this machine${detail}`,
  shows: 'texts',
  next: 'Correct the host or the address of the target, or the DNS of this machine.',
}
const cutOff: Trouble = {
  code: 'no-connection',
  what: (place) => `${place} took the connection and ended it before anybody was let in, without saying why`,
  shows: 'code',
  next: 'See that a SQL Server listens on that port; its log, and that of what lies between, say more.',
}
const oldTls: Trouble = {
  code: 'tls-refused',
  what: (place) => `${place} speaks no TLS that is safe enough: it is older than 1.2`,
  shows: 'code',
  next: 'Enable TLS 1.2 on the server, with the update of SQL Server that it needs. The password was not sent.',
}
const noTls: Trouble = {
  code: 'tls-refused',
  what: (place) => `${place} promised encryption and then spoke no TLS`,
  shows: 'code',
  next: 'See what listens on that port. The password was not sent.',
}
const weakKey: Trouble = {
  code: 'certificate-refused',
  what: (place) => `The keys that ${place} uses for TLS are too small or too weak`,
  shows: 'code',
  next: 'Give the server a certificate with an RSA key of 2048 bits, or an elliptic one, signed with SHA-256. The password was not sent.',
}
const noCipher: Trouble = {
  code: 'tls-refused',
  what: (place) => `${place} and this worker have no way of encryption in common`,
  shows: 'code',
  next: 'Allow the server a cipher of today (ECDHE with AES-GCM). The password was not sent.',
}
const badCertificate: Trouble = {
  code: 'certificate-refused',
  what: (place, detail) => `The certificate of ${place} is not good${detail}`,
  shows: 'texts',
  next: 'Give the server another certificate. The password was not sent.',
}
const untimely: Trouble = {
  ...badCertificate,
  next: 'Renew it, or set the clock of the machine that is wrong. The password was not sent.',
}
const otherName: Trouble = {
  ...badCertificate,
  what: (place, detail) => `The certificate of ${place} is for another name${detail}`,
  next: 'Correct the host of the target to a name that the certificate has, or give the server one for this host. The password was not sent.',
}
const stranger: Trouble = {
  ...badCertificate,
  what: (place) => `Nobody that this worker trusts has signed the certificate of ${place}`,
  shows: 'code',
  next: `Name its authority's file as "ca" of this target. The password was not sent.`,
}

/** Any other `ERR_SSL_…`. */
export const UNKNOWN_TLS: Trouble = {
  code: 'tls-refused',
  what: (place) => `TLS with ${place} failed, and this program does not know why`,
  shows: 'code',
  next: 'Look that code of OpenSSL up; the log of the server may say more. The password was not sent.',
}

const BY_TROUBLE: [Trouble, string[]][] = [
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

export const TROUBLES: Record<string, Trouble | undefined> = Object.fromEntries(
  BY_TROUBLE.flatMap(([trouble, codes]) => codes.map((code) => [code, trouble])),
)
