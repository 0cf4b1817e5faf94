// Plain JavaScript, so that any Node can say what is missing: the product itself runs on Node 24, which npm brings along.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  const platform = `${process.platform}-${process.arch}`
  process.stderr.write(
    `Countersign needs Node 24 or later, this is ${process.versions.node}: npm brings one for linux-x64, linux-arm64, darwin-x64, darwin-arm64 and win-x64, ` +
      `but none is installed for ${platform}. Run "npm ci" without --omit=optional, or install Node 24 from https://nodejs.org.\n`,
  )
  process.exit(1)
}
