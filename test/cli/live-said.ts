/** What `check --live` says on a fresh practice estate. */

/** The failover: what stdout says. */
export const FAILOVER = String.raw`Readers
  SEC: countersign_reader may look, and nothing else here
1. Record what the next step deletes
  read on SEC: found: 1 row
  read on SEC: found: 1 row
  read on SEC: found: 6 rows
    share = \\files.contoso.com\pchatlogs
    destination = D:\LSCopy
    newest = mgc_T.trn
  before on SEC: met: mgc is RESTORING; it must be RESTORING to take more logs
2. Stop log shipping to the backup server
  before on SEC: met: log shipping jobs that are running: 0; there must be none
  check on SEC: not done: log shipping secondaries of mgc on this server: 1
3. Copy the log backups that are still on the share
  check on sec-host: not done: log backups not copied yet: 4 (the stand-in for PowerShell)
4. Apply the outstanding logs, oldest first
  read on sec-host: found: 2 rows (the stand-in for PowerShell)
    logs = D:\LSCopy\mgc_T.trn, D:\LSCopy\mgc_T.trn
  check on SEC for D:\LSCopy\mgc_T.trn: not done: D:\LSCopy\mgc_T.trn is not applied
  check on SEC for D:\LSCopy\mgc_T.trn: not done: D:\LSCopy\mgc_T.trn is not applied
5. Bring the backup database online
  read on SEC: found: 0 rows
    applied = (none)
  before on sec-host: NOT MET: copied log backups not applied: 2; the first is mgc_T.trn (the stand-in for PowerShell)
  before on sec-host: NOT MET: log backups on the share not copied: 4; go back to the copy step (the stand-in for PowerShell)
  check on SEC: not done: mgc is RESTORING
6. Switch the pool to the backup database
  before on management: met: Persistent Chat services that answer for lyncpc.contoso.com: 1; there must be exactly 1 (the stand-in for PowerShell)
  check on management: not done: pool state Normal; asked-for servers that have not received it: 0 (the stand-in for PowerShell)
7. Mirror the backup database
  before on SEC: NOT MET: mgc is RESTORING
  check on SEC: not done: mgc is not mirrored
8. Choose the active servers
  check on management: not done: active servers: 4; asked-for ones missing: 4 (the stand-in for PowerShell)
  check on SEC: CANNOT TELL: Database 'mgc' cannot be opened. It is in the middle of a restore (error 927, level 14)
19 blocks answered, 1 failed, 0 not asked, 4 to look at. Nothing was changed.
`

/** And stderr. */
export const FAILOVER_FAULTS = String.raw`commands/failover-persistent-chat.md:236: The before of step 5 on sec-host is not met: copied log backups not applied: 2; the first is mgc_T.trn. A run stops before this step unless an earlier step mends it.
commands/failover-persistent-chat.md:251: The before of step 5 on sec-host is not met: log backups on the share not copied: 4; go back to the copy step. A run stops before this step unless an earlier step mends it.
commands/failover-persistent-chat.md:329: The before of step 7 on SEC is not met: mgc is RESTORING. A run stops before this step unless an earlier step mends it.
commands/failover-persistent-chat.md:373: The check of step 8 on SEC cannot tell: Database 'mgc' cannot be opened. It is in the middle of a restore (error 927, level 14). Let its log-in see what it asks, or correct it; an earlier step may mend it too.
`

/** The document of `look-document.ts`. */
export const LOOKED = String.raw`Readers
  SEC: countersign_reader may look, and nothing else here
1. Find what is there
  read on SEC: found: 2 rows
  read on SEC: found: 0 rows
    names = master, msdb
    none was not found: 0 rows were found; exactly one is needed
2. Look at each
  check on SEC for master: done: master
  check on SEC for msdb: not done: msdb
3. Ask what nobody can say
  before on SEC: NOT MET: never
  before: not asked: it needs other
  before on SEC: not asked: it needs none
  check on SEC: CANNOT TELL: 2 rows, not one
  check on SEC: CANNOT TELL: Invalid object name 'nowhere.dbo.nothing' (error 208, level 16)
4. Only in full
  passed over: mode is short, not full
6 blocks answered, 1 failed, 2 not asked, 4 to look at. Nothing was changed.
`

/** And stderr. */
export const LOOK_FAULTS = String.raw`commands/look.md:25: Step 1 did not find none: 0 rows were found; exactly one is needed. Blocks that use it were not asked; a run would stop here.
commands/look.md:46: The before of step 3 on SEC is not met: never. A run stops before this step unless an earlier step mends it.
commands/look.md:62: The check of step 3 on SEC cannot tell: 2 rows, not one. Let its log-in see what it asks, or correct it; an earlier step may mend it too.
commands/look.md:66: The check of step 3 on SEC cannot tell: Invalid object name 'nowhere.dbo.nothing' (error 208, level 16). Let its log-in see what it asks, or correct it; an earlier step may mend it too.
`
