/** Documents whose later steps hang on what earlier ones find or do. */
import { BEFORE, CHECK, document, LOOK, RUN, SHELL_CHECK, SHELL_RUN, step } from './documents.ts'

const FIND_FILES =
  '```sql read on=backup\nSELECT files = s.backup_source_directory FROM msdb.dbo.log_shipping_secondary s WHERE s.primary_database = @share;\n```\n'
const FIND_ALL =
  '```sql read on=backup\nSELECT files = s.backup_source_directory FROM msdb.dbo.log_shipping_secondary s WHERE s.primary_database = @database;\n```\n'
const APPLY_FILE = '```sql run on=backup\nRESTORE LOG @database FROM DISK = @file WITH NORECOVERY;\n```\n'
const CHECK_FILE = '```sql check on=backup\nSELECT done = CASE WHEN DB_ID(@database) IS NULL THEN 0 ELSE 1 END, detail = @file;\n```\n'
const EACH_FILE = ['each: file of files', 'captures:', '  files: list of path', 'settle: 5s']

/** look for a share · gate, copy from it · apply each file that is found with it · gate, recover: its precondition names the files */
export const EARLY_LIST = document(
  'early-list',
  LOOK,
  step(
    'Copy',
    ['gate: disaster-recovery'],
    '```powershell run on=shell\nSet-CsPool -Identity $share\n```\n',
    "```powershell check on=shell\n@{ Done = ($share -eq 'x'); Detail = 'x' }\n```\n",
  ),
  step('Apply', EACH_FILE, FIND_FILES, APPLY_FILE, CHECK_FILE),
  step(
    'Recover',
    ['gate: disaster-recovery'],
    "```sql before on=backup\nSELECT ok = CASE WHEN @files = N'[]' THEN 1 ELSE 0 END, detail = N'x';\n```\n",
    RUN,
    CHECK,
  ),
)

/** gate, copy · gate, apply each file that is there then */
export const LATE_LIST = document(
  'late-list',
  step('Copy', ['gate: disaster-recovery'], SHELL_RUN, SHELL_CHECK),
  step('Apply', ['gate: disaster-recovery', ...EACH_FILE], FIND_ALL, APPLY_FILE, CHECK_FILE),
)

/** gate, copy on one target · gate, stop on another one, which has a precondition */
export const PLAIN_NO = document(
  'plain-no',
  step('Copy', ['gate: disaster-recovery'], SHELL_RUN, SHELL_CHECK),
  step('Stop', ['gate: disaster-recovery'], BEFORE, RUN, CHECK),
)
