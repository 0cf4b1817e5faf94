/** Reads the runner's own reports: `failed MODE` prints the files that failed, `summary` what failed and the numbers. */
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'

const read = (name) => (existsSync(`.countersign/${name}.json`) ? JSON.parse(readFileSync(`.countersign/${name}.json`, 'utf8')) : undefined)
const isFailed = ({ status }) => status === 'failed'
// A file whose hook failed has tests that are only skipped, so the files' own verdicts are counted, too.
const failedFiles = (report) => (report?.testResults ?? []).filter(isFailed)
const place = ({ name }) => relative(process.cwd(), name)
const NO_FILE = 'no file that the runner can name'

function sayFailed(file, how) {
  console.log(`${how} ${place(file)} ${file.message}`)
  for (const test of file.assertionResults.filter(isFailed)) console.log(`  ${test.fullName}\n  ${test.failureMessages.join('\n  ')}`)
}

/** What failed for good: a file that is in neither mode's second report, or failed there, too. */
function summary() {
  let passedAlone = 0
  for (const mode of ['test', 'long']) {
    const again = read(`${mode}-again-report`)
    const alone = new Set(again?.testResults.filter((file) => !isFailed(file)).map(place))
    for (const file of failedFiles(read(`${mode}-report`))) {
      const passed = alone.has(place(file))
      sayFailed(file, passed ? 'FAILED AMONG THE OTHERS, PASSED ALONE' : 'FAILED')
      if (passed && mode === 'test') passedAlone += Math.max(1, file.assertionResults.filter(isFailed).length)
    }
    for (const file of failedFiles(again)) sayFailed(file, 'FAILED AGAIN')
    for (const { file, text } of read(`${mode}-outside`) ?? []) console.log(`THROWN OUTSIDE OF A TEST during ${file ?? NO_FILE}: ${text}`)
    for (const { file, text } of read(`${mode}-again-outside`) ?? []) console.log(`THROWN AGAIN during ${file ?? NO_FILE}: ${text}`)
  }
  const report = read('test-report')
  const hooks = failedFiles(report).filter((file) => !file.assertionResults.some(isFailed)).length
  const failed = report.numFailedTests + hooks - passedAlone
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0)
  const assertions = report.testResults
    .flatMap((file) => file.assertionResults)
    .reduce((sum, test) => sum + (test.meta?.assertions ?? 0), 0)
  console.log(`${assertions} assertions`)
  const counts = [`${report.numPassedTests} passed`, `${failed} failed`]
  if (skipped > 0) counts.push(`${skipped} skipped`)
  if (passedAlone > 0) console.log(`Passed only alone: ${passedAlone}, named above.`)
  console.log(counts.join(', '))
}

/** The files that failed, and those that ran while something was thrown; none where something belongs to no file, which no second run clears. */
function failed(mode) {
  const thrown = (read(`${mode}-outside`) ?? []).map(({ file }) => file)
  if (thrown.includes(undefined)) return []
  return [...new Set([...failedFiles(read(`${mode}-report`)).map(place), ...thrown])]
}

const [what, mode] = process.argv.slice(2)
if (what === 'summary') summary()
else console.log(failed(mode).join('\n'))
