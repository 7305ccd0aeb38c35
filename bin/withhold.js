#!/usr/bin/env -S node --max-semi-space-size=16 --heap-growing-percent=100
// Room for the garbage of one page, so that most of it dies young, and a heap that at most doubles: long files take a
// quarter less memory and a tenth more time than by node's own measure. The script of package.json says the same.
import { readFileSync } from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 13)) {
  console.error(
    `withhold needs Node 22.13 or newer and this is ${process.versions.node}: in a clone run "npm run -s withhold -- ...", which brings its own Node, or install a newer one.`,
  );
  process.exitCode = 2;
} else {
  startOnceMore();
  for (const stream of [process.stdout, process.stderr]) stream.on('error', unlessClosed);
  // npm runs scripts in the package's folder; the person's own folder is where relative paths start.
  if (process.env.npm_lifecycle_event === 'withhold' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
  const { main } = await import('../dist/cli/main.js');
  process.exitCode = await main(process.argv.slice(2));
}

// Pictures of pages that are done would stay in heaps of glibc, one a thread: a sixth of what long files take. It
// listens before a program starts only, so that this process starts itself once more in its own place. Whoever set
// one of its variables is not overruled.
function startOnceMore() {
  const heap = JSON.parse(readFileSync(new URL('heap.json', import.meta.url), 'utf8'));
  const { argv, env, execArgv, execPath, execve, platform } = process;
  if (platform !== 'linux' || execve === undefined || Object.keys(heap).some((name) => name in env)) return;
  try {
    execve.call(process, execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...env, ...heap });
  } catch {
    // Not allowed here: it runs as it is.
  }
}

// Who reads the first lines only (`| head`) has not asked for the work to end.
function unlessClosed(error) {
  if (error.code !== 'EPIPE') throw error;
}
