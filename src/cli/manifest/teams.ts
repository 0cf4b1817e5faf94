/** `manifest/teams/`: what Teams is told of the app, its icons, and the package of both that is uploaded. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { zipSync } from 'fflate'
import { starts, teamsManifestOf, type About } from '../../chat/teams/manifest.ts'
import { en } from '../../words/en.ts'
import type { Installation } from '../installation/load-installation.ts'
import type { Arguments } from '../read-arguments.ts'
import { Refused } from '../refused.ts'
import { aboutApp, higher, PLACEHOLDER_APP_ID, presentManifest, type AppFlags } from './about-app.ts'
import { colourIcon, outlineIcon } from './app-icons.ts'
import { present } from './present.ts'

/** Of the package that is uploaded; built anew by every call, and the same for the same manifest. */
const PACKAGE = 'countersign.zip'

export function teamsManifest(installation: Installation, { check, 'app-id': appId, ...flags }: Arguments<'manifest'>['values']): void {
  const folder = join(dirname(installation.file), 'manifest', 'teams')
  const named = (name: string): string => relative(process.cwd(), join(folder, name)) || join(folder, name)
  const { about, files } = packageOf(installation, folder, named('manifest.json'), { ...flags, appId })
  if (check) {
    const old = Object.keys(files).filter((name) => !present(join(folder, name))?.equals(files[name] ?? new Uint8Array()))
    if (old.length > 0) {
      const list = old.map(named).join(', ')
      throw new Refused(
        `${list} ${old.length === 1 ? 'is' : 'are'} out of date: write ${old.length === 1 ? 'it' : 'them'} with "countersign manifest teams", and upload the package to Teams.`,
      )
    }
    process.stdout.write(`${named('manifest.json')} is what the documents and the code want.\n`)
    return
  }
  mkdirSync(folder, { recursive: true })
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  const lines = [`${named('manifest.json')} and its icons are written, version ${about.version}.`]
  if (about.appId === PLACEHOLDER_APP_ID) {
    lines.push(
      `Its app id is a placeholder, so no package is made: add \`teams: { appId: … }\` to the configuration, or say --app-id ID. docs/teams.md says where it stands.`,
    )
  } else {
    // A clock would make another package of the same manifest.
    writeFileSync(join(folder, PACKAGE), zipSync(files, { level: 9, mtime: new Date(1980, 0, 1) }))
    lines.push(`${named(PACKAGE)} is made. Upload it in Teams: Apps, Manage your apps, Upload an app.`)
  }
  const { left } = starts(installation.procedures)
  if (left.length > 0) {
    lines.push(`Teams' list of commands has no room for ${left.join(', ')}: type ${left.length === 1 ? 'it' : 'them'} after the mention.`)
  }
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** The files of the package by their names. The version is that of the manifest that is there, raised where anything else of it changes. */
export function packageOf(
  installation: Installation,
  folder: string,
  shownName: string,
  flags: AppFlags,
): { about: About; files: Record<string, Uint8Array> } {
  const bytes = present(join(folder, 'manifest.json'))
  const before = bytes && presentManifest(shownName, bytes)
  const about = aboutApp(installation.configuration, before, flags)
  const text = (of: About): Buffer => Buffer.from(`${JSON.stringify(teamsManifestOf(en, installation.procedures, of), undefined, 2)}\n`)
  const icons = { 'color.png': colourIcon(), 'outline.png': outlineIcon() }
  if (bytes === undefined || text(about).equals(bytes)) return { about, files: { 'manifest.json': text(about), ...icons } }
  const raised = { ...about, version: higher(about.version) }
  return { about: raised, files: { 'manifest.json': text(raised), ...icons } }
}
