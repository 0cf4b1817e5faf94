/** How a worker refused an order, and what it had sent until then. */
import { until, type Practice } from './practice.ts'

export const refusalOf = async (practice: Practice) =>
  until(() => {
    const said = practice.run.answers.find(({ command }) => command.type === 'result')?.command
    return said?.type === 'result' && said.outcome.type === 'refused' ? said.outcome : undefined
  })

export const touched = (practice: Practice) => practice.statements.all.map(({ text }) => text)
