/** What the app in Teams is called by, which no document says: from the command line, the configuration, or the manifest that is there. */
import { z } from 'zod'
import type { About } from '../../chat/teams/manifest.ts'
import type { Configuration } from '../../config/schema.ts'
import { Refused } from '../refused.ts'

/** As the command line says it; undefined where it says nothing. */
export interface AppFlags {
  appId: string | undefined
  developer: string | undefined
  website: string | undefined
  privacy: string | undefined
  terms: string | undefined
}

/** Nobody's: a manifest with it can be looked at, and not be uploaded. */
export const PLACEHOLDER_APP_ID = '00000000-0000-0000-0000-000000000000'
const PLACEHOLDER_ADDRESS = 'https://example.com/countersign'

const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
/** Lengths as the schema bounds them. */
const address = z
  .string()
  .max(2048)
  .regex(/^https:\/\/[^\s/]+(?:\/\S*)?$/)
const developerName = z.string().trim().min(1).max(32)

const manifestThere = z.object({
  version: z.string().regex(/^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}$/),
  id: z.string().regex(GUID),
  developer: z.object({ name: developerName, websiteUrl: address, privacyUrl: address, termsOfUseUrl: address }),
})
export type ManifestThere = z.output<typeof manifestThere>

/** Refuses a file that is none of ours: it would be lost. */
export function presentManifest(name: string, bytes: Buffer): ManifestThere {
  try {
    return manifestThere.parse(JSON.parse(bytes.toString()))
  } catch {
    throw new Refused(`${name} is no manifest that this command wrote, and would be lost: move it away.`)
  }
}

/** With the version of the manifest that is there. */
export function aboutApp({ teams }: Configuration, before: ManifestThere | undefined, flags: AppFlags): About {
  const faults = [
    flags.appId !== undefined && !GUID.test(flags.appId) && '--app-id must be the application (client) id of the registration, a GUID.',
    flags.developer !== undefined &&
      !developerName.safeParse(flags.developer).success &&
      '--developer must be a name of 1 to 32 characters.',
    ...(['website', 'privacy', 'terms'] as const).map(
      (name) =>
        flags[name] !== undefined &&
        !address.safeParse(flags[name]).success &&
        `--${name} must be an https address, like --${name} https://contoso.com/countersign.`,
    ),
  ].filter((fault) => fault !== false)
  if (faults.length > 0) throw new Refused(faults, 2)
  const website = flags.website ?? before?.developer.websiteUrl ?? PLACEHOLDER_ADDRESS
  return {
    appId: (flags.appId ?? teams?.appId ?? before?.id ?? PLACEHOLDER_APP_ID).toLowerCase(),
    version: before?.version ?? '1.0.0',
    developer: {
      name: flags.developer?.trim() ?? before?.developer.name ?? 'Countersign',
      websiteUrl: website,
      privacyUrl: flags.privacy ?? flags.website ?? before?.developer.privacyUrl ?? website,
      termsOfUseUrl: flags.terms ?? flags.website ?? before?.developer.termsOfUseUrl ?? website,
    },
    targeted: teams?.targeted ?? false,
  }
}

/** `1.0.9` becomes `1.0.10`. */
export function higher(version: string): string {
  const [major = '1', minor = '0', patch = '0'] = version.split('.')
  return `${major}.${minor}.${Number(patch) + 1}`
}
