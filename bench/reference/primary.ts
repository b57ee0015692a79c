/** Shares one port among N copies of a reference server, as the supervisor does for the API. */
import cluster from 'node:cluster';

const [exec, count] = process.argv.slice(2);
if (!exec || !count) throw new Error('usage: primary <file> <count>');

cluster.setupPrimary({ exec, execArgv: ['--max-semi-space-size=2'] });
let listening = 0;
for (let index = 0; index < Number(count); index++) cluster.fork();
cluster.on('listening', () => {
  listening += 1;
  if (listening === Number(count)) process.send?.({ type: 'ready' });
});
process.on('disconnect', () => process.exit(0));
