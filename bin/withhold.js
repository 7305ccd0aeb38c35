#!/usr/bin/env -S node --max-semi-space-size=16 --heap-growing-percent=100
// Room for the garbage of one page, so that most of it dies young, and a heap that at most doubles: long files take a
// quarter less memory and a tenth more time than by node's own measure. The script of package.json says the same.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 13)) {
  console.error(
    `withhold needs Node 22.13 or newer and this is ${process.versions.node}: in a clone run "npm run -s withhold -- ...", which brings its own Node, or install a newer one.`,
  );
  process.exitCode = 2;
} else {
  // npm runs scripts in the package's folder; the person's own folder is where relative paths start.
  if (process.env.npm_lifecycle_event === 'withhold' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
  const { main } = await import('../dist/cli/main.js');
  process.exitCode = await main(process.argv.slice(2));
}
