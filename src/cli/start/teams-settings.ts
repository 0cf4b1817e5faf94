/** Teams as configured, with what the app proves itself with; that is looked at once, so that a wrong one is named at the start. */
import { join } from 'node:path'
import type { TeamsConfig } from '../../chat/teams/open-teams.ts'
import type { Configuration } from '../../config/schema.ts'
import type { TeamsConfiguration } from '../../config/teams.ts'
import { proofOfApp } from './app-proof.ts'

/** Refuses with a sentence for each secret or file that is missing or of another kind. */
export function teamsSettings(teams: TeamsConfiguration, { state }: Pick<Configuration, 'state'>): TeamsConfig {
  const { appId, tenant, tenants = [tenant], host, port, targeted, conversations, standIn } = teams
  const proof = proofOfApp(teams)
  return {
    ...(appId !== undefined && proof && { app: { id: appId, proof: proof.read } }),
    tenant,
    tenants,
    host,
    port,
    serviceUrl: standIn?.serviceUrl ?? teams.serviceUrl,
    targeted,
    ...(conversations && { conversations }),
    file: join(state, 'teams.json'),
    ...(standIn && {
      standIn: { openId: standIn.openId, login: standIn.login, ...(standIn.hurry !== undefined && { hurry: standIn.hurry }) },
    }),
  }
}
