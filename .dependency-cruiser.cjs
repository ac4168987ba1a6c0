const { builtinModules } = require('node:module');

/** The import rules of the rooms. Nothing that is not named here as allowed may be imported. */

/** A rule that files of `path` import from `allowed` only. Paths are regular expressions from the root. */
const room = (name, path, allowed, comment, pathNot = []) => ({
  name,
  comment,
  severity: 'error',
  from: { path, pathNot },
  to: { pathNot: allowed },
});

const DOMAIN = '^shared/domain/';
const PORTS = '^shared/ports/';
const POST = '^shared/ports/post[.]ts$';
const ERRORS = '^shared/contracts/errors[.]ts$';
const TAPE_FILES = '^shared/adapters/tape/(format|read)[.]ts$';
const CONTRACTS = '^shared/contracts/';
const PORTABLE = '^(lambdas/[^/]+/handler|fargate/[^/]+/(?!main)[^/]+)[.]ts$';
const WIRING = '^(bin/.+|lambdas/[^/]+/index[.]ts|fargate/[^/]+/main[.]ts)$';
const CLOUD = '^(lib/|bin/app[.]ts$)';
/** Node's own modules, which the cruiser names without their prefix. */
const NODE = `^(${builtinModules.join('|')})$`;
const npm = (...names) => `^node_modules/(@types/)?(${names.join('|')})/`;

module.exports = {
  forbidden: [
    room('domain', DOMAIN, [DOMAIN], 'Decisions are pure: they know of nothing else.'),
    room('ports', PORTS, [PORTS, DOMAIN], 'What the domain needs of the world, in the words of the domain.', [
      POST,
    ]),
    room(
      'ports-post',
      POST,
      [PORTS, DOMAIN, ERRORS],
      'All handlers post to the ledger in this one way; it tries again on the error that the Ledger port promises.',
    ),
    room('contracts', CONTRACTS, [CONTRACTS, DOMAIN, npm('zod')], 'Shapes at the edge of the domain.'),
    room('workflow', '^shared/workflow/', ['^shared/workflow/'], 'The state machine is data.'),
    room(
      'adapters',
      '^shared/adapters/([^/]+)/',
      ['^shared/adapters/$1/', PORTS, DOMAIN, CONTRACTS, NODE, '^node_modules/'],
      'An adapter knows one technology or venue, and no other adapter.',
    ),
    room(
      'feeds',
      '^shared/feeds/',
      [
        '^shared/feeds/',
        '^shared/adapters/[^/]+/(parse|client)[^/]*[.]ts$',
        '^shared/adapters/polymarket/(discovery|messages)[.]ts$',
        '^shared/adapters/ccxt/poll[.]ts$',
        '^shared/adapters/tape/gap[.]ts$',
        PORTS,
        CONTRACTS,
        DOMAIN,
        NODE,
        npm('ws'),
      ],
      'Keeps all feeds alive and finds the parser of a frame.',
    ),
    room(
      'charts',
      '^shared/charts/',
      ['^shared/charts/', '^shared/domain/units/', npm('vega-lite', 'd3-array')],
      'Charts are functions of records in their JSON form.',
    ),
    room(
      'runtime',
      '^shared/runtime/',
      ['^shared/runtime/', PORTS, CONTRACTS, DOMAIN, npm('@middy/core', 'zod')],
      'What every handler runs in, in any host.',
    ),
    room(
      'portable',
      PORTABLE,
      [DOMAIN, PORTS, CONTRACTS, PORTABLE],
      'Handlers and the collector have no host: no SDK, no environment, no adapter.',
    ),
    {
      name: 'portable-own-folder',
      comment:
        'A handler does not call another one; the workflow does, and the wiring of what reconciles gives it its tasks.',
      severity: 'error',
      from: { path: '^((?:lambdas|fargate)/[^/]+/)', pathNot: '^lambdas/reconcile/index[.]ts$' },
      to: { path: '^(lambdas|fargate)/', pathNot: ['^$1'] },
    },
    room(
      'local',
      '^local/',
      ['^local/', '^shared/', '^backtest/', '^sim/', PORTABLE, NODE, '^node_modules/'],
      'Wiring of one process. Its command line also runs the analyses of backtest/ and the simulated day.',
    ),
    room(
      'backtest',
      '^backtest/',
      ['^backtest/', '^shared/', PORTABLE, NODE, '^node_modules/'],
      'Wiring of its own that no other host is part of.',
    ),
    room(
      'sim',
      '^sim/',
      ['^sim/', DOMAIN, TAPE_FILES, ERRORS, NODE, npm('pure-rand', 'ws')],
      'The simulator writes what venues send and must not share code with what reads it.',
    ),
    room(
      'cloud',
      CLOUD,
      [
        '^lib/',
        '^shared/workflow/',
        CONTRACTS,
        '^shared/adapters/dynamodb/tables[.]ts$',
        '^shared/domain/(watch/|market/series[.]ts$|units/time[.]ts$)',
        // The budget of a deployment is what it is expected to cost.
        '^local/cost/estimate[.]ts$',
        NODE,
        npm('aws-cdk-lib', 'constructs', 'cdk-nag', 'esbuild'),
      ],
      'The stacks know the tables as data, and Lambda code by its path only.',
    ),
    room(
      'command-line',
      '^bin/quarterhour[.]ts$',
      ['^local/cli/program[.]ts$', NODE],
      'The entry point starts the program, which is what tests can call.',
    ),
    {
      name: 'nobody-imports-wiring',
      comment: 'An entry point is started, never imported.',
      severity: 'error',
      from: {},
      to: { path: WIRING },
    },
    {
      name: 'nobody-imports-local',
      comment: 'No other host and no shared code depends on this one.',
      severity: 'error',
      from: { pathNot: ['^local/', '^bin/', '^test/', '^bench/', '^lib/budget[.]ts$'] },
      to: { path: '^local/' },
    },
    {
      name: 'sdk-of-aws',
      comment:
        'The SDK stays in its adapters, in the engine that answers it, and in what looks at an account before a deployment.',
      severity: 'error',
      from: {
        pathNot: [
          '^shared/adapters/(dynamodb|s3|timestream|sfn|secrets-manager|kms|sns|scheduler)/',
          '^local/(store|deploy)/',
          '^test/',
        ],
      },
      to: { path: npm('@aws-sdk/[^/]+', 'dynalite') },
    },
    {
      name: 'ccxt-of-rest',
      comment: 'A client takes half a second and 50 MB to load: only who must ask an exchange by REST does.',
      severity: 'error',
      from: { pathNot: ['^shared/adapters/ccxt/', '^bench/', '^test/'] },
      to: { path: npm('ccxt') },
    },
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and that imports nothing is forgotten.',
      severity: 'error',
      from: { orphan: true, pathNot: ['[.]d[.]ts$', '^bench/', '^test/'] },
      to: {},
    },
    {
      name: 'no-dev-dependency',
      comment:
        'What runs has its packages installed in production too. The stacks run where they are deployed from.',
      severity: 'error',
      from: { path: '^(bin|lambdas|fargate|shared|local|dashboard|backtest|sim)/', pathNot: [CLOUD] },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: ['^node_modules/@types/'],
      },
    },
    {
      name: 'no-unlisted',
      comment: 'A package that package.json does not name is there by chance.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
