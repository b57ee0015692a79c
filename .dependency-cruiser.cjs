// The arrows between the rooms run one way. Type-only imports count as well. Circles are found by Biome
// (noImportCycles), which knows which of them exist only for the compiler.

const rooms = {
  'src/contracts/generic': [],
  'src/contracts': ['src/contracts'],
  'src/actors': ['src/contracts', 'src/actors', 'src/engine/actor-types.ts'],
  'src/engine': ['src/contracts/generic', 'src/engine'],
  'src/authority': ['src/contracts', 'src/engine', 'src/authority'],
  'src/people': ['src/contracts', 'src/engine', 'src/people'],
  'src/handlers': ['src/contracts', 'src/actors', 'src/engine', 'src/handlers'],
  'src/client': ['src/contracts', 'src/client'],
  // Bounded bodies and problem answers stand where the other servers on loopback have them.
  'src/renderer': ['src/contracts', 'src/engine', 'src/renderer', 'src/ops/http.ts'],
};

const path = (folder) => (folder.endsWith('.ts') ? `^${folder.replaceAll('.', '\\.')}$` : `^${folder}/`);

const forbidden = Object.entries(rooms).map(([room, mayImport]) => ({
  name: `${room} imports only ${mayImport.length > 0 ? mayImport.join(', ') : 'its own room'}`,
  severity: 'error',
  from: {
    path: path(room),
    ...(room === 'src/contracts' ? { pathNot: path('src/contracts/generic') } : {}),
  },
  to: { path: '^(src|test|bench|scripts|web)/', pathNot: [path(room), ...mayImport.map(path)] },
}));

const processes = ['api', 'workers', 'realtime', 'renderer', 'cron', 'ops'];
/** What a process offers to the others on purpose: how to ask it, and how its pages look. */
const offered =
  '^src/renderer/client\\.ts$|^src/ops/(provider|traces)/(client|page|list-page|map-page|messages)\\.ts$|^src/ops/(ask|assets|http)\\.ts$|^src/ops/(pages|journey)/';

module.exports = {
  forbidden: [
    ...forbidden,
    {
      name: 'a process imports no other one',
      comment:
        'What two of them need belongs into engine, handlers or contracts. Workers carry the duties of cron.',
      severity: 'error',
      from: { path: `^src/(${processes.join('|')})/` },
      to: {
        path: `^src/(${processes.join('|')})/`,
        pathNot: ['^src/$1/', offered, '^src/cron/'],
      },
    },
    {
      name: 'only workers carry the duties of cron; others may know which schedules there are',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(workers|cron)/' },
      to: { path: '^src/cron/', pathNot: '^src/cron/schedules\\.ts$' },
    },
    {
      name: 'what runs the platform knows no ISP (demo data, the first administrator and recounts excepted)',
      severity: 'error',
      from: { path: '^src/ops/', pathNot: '^src/ops/(demo|tools/(demo|create-admin|recount))' },
      to: { path: '^src/(actors|handlers)/' },
    },
    {
      name: 'nothing in src imports tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|web)/' },
    },
    { name: 'what is imported exists', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
