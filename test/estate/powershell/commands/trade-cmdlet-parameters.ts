import { flag, needed, value } from './cmdlet-shape.ts'
import type { CmdletShape } from './cmdlet-shape.ts'

const pool: CmdletShape = { parameters: [{ ...needed('Name'), position: 0 }] }

/** Of web servers and mailbox servers, for documents of other trades; no module for a real PowerShell declares them. */
export const TRADE_CMDLETS: Record<string, CmdletShape> = {
  'Import-Module': pool,
  'Get-WebAppPoolState': pool,
  'Start-WebAppPool': { ...pool, changes: 'Name' },
  'Stop-WebAppPool': { ...pool, changes: 'Name' },
  'Restart-WebAppPool': { ...pool, changes: 'Name' },
  'Get-WebBinding': { parameters: [value('Protocol'), value('HostHeader')] },
  'Import-PfxCertificate': {
    parameters: [{ ...needed('FilePath'), position: 0 }, value('CertStoreLocation', 1), value('Password')],
    changes: 'FilePath',
  },
  'Get-MailboxDatabase': { parameters: [value('Identity', 0), flag('Status')] },
  'Get-MailboxDatabaseCopyStatus': { parameters: [value('Identity', 0)] },
  'Move-ActiveMailboxDatabase': {
    parameters: [value('Identity', 0), value('ActivateOnServer'), value('MountDialOverride'), value('MoveComment'), flag('SkipLagChecks')],
    changes: 'Identity',
    asks: true,
  },
  'Test-ReplicationHealth': { parameters: [value('Identity', 0)] },
  'Get-Queue': { parameters: [value('Server')] },
  'Send-MailMessage': { parameters: [value('To'), value('From'), value('SmtpServer'), value('Subject'), value('Body')] },
}
