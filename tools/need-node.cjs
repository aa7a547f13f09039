// Loaded before every command of package.json (`node -r`): says what to do on an older Node instead of failing
// somewhere inside. Written so that even those of ten years ago can read it.
const found = process.versions.node.split('.').map(Number)
if (found[0] < 20 || (found[0] === 20 && found[1] < 19)) {
  console.error(
    'zhuguang: Node 20.19 or newer is needed, this is ' + process.versions.node + ': see nodejs.org',
  )
  process.exit(1)
}
