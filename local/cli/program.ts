import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { Command, CommanderError, Help, InvalidArgumentError, Option } from 'commander';
import { FORMATS, type Format } from '../../backtest/import/formats.ts';
import { ConfigurationError } from '../../shared/contracts/errors.ts';
import { BreakerName } from '../../shared/contracts/ledger.ts';
import { STRATEGIES } from '../../shared/domain/signal/evaluate.ts';
import { MINUTE_MS } from '../../shared/domain/units/time.ts';
import { parseDuration } from '../live/series.ts';
import type { ControlOptions } from './controls.ts';
import type { CostOptions } from './cost.ts';
import type { DeployOptions } from './deploy.ts';
import type { DestroyOptions } from './destroy.ts';
import type { DoctorOptions } from './doctor.ts';
import { type Home, makeHome } from './home.ts';
import { hostOption, liveOptions, seriesOption, venueOption } from './live-options.ts';
import { makeVoice, report, type Voice } from './output.ts';
import type { PaperOptions } from './paper.ts';
import type { RecordOptions } from './record.ts';
import type { LedgerOptions } from './records.ts';
import type { ReplayOptions } from './replay.ts';
import type { VenueVerbOptions } from './venue.ts';

/** Good; refused, or a check failed; wrong words on the command line. */
const EXIT = { good: 0, refused: 1, usage: 2 } as const;

/** Whoever reads our output may have had enough of it, as `head` does. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.good);
  throw error;
});

const { version: VERSION } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** What `--tape` takes, for every verb. */
const TAPE =
  'a tape, a folder of tapes, "synthetic" for a made-up day like those recorded, or "synthetic-eventful" for one that moves as 2 of 118 days did';

/** Gives the verb. Its modules are loaded when it is wanted: what runs for weeks carries nothing of the others. */
type Loaded<Options> = () => Promise<(options: Options, home: Home, voice: Voice) => Promise<unknown>>;

/** Runs the command line and gives its exit code. `folder` is where runs and tapes are kept. */
export async function runProgram(argv: readonly string[], folder: string): Promise<number> {
  const program = new Command('quarterhour')
    .description(
      'Watches spot exchanges and Polymarket quarter-hour windows, and says honestly whether the lag pays.',
    )
    .configureHelp({ optionDescription: (option) => new Help().optionDescription(withoutNoise(option)) })
    .version(VERSION)
    .showHelpAfterError('(see --help)')
    .exitOverride();
  let code: number = EXIT.good;

  const verb = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--json', 'one JSON document on standard output', false)
      .option('--data <folder>', 'where runs and tapes are kept', folder)
      .exitOverride();
  const run =
    <Options extends { json: boolean; data: string }>(load: Loaded<Options>) =>
    async (...words: unknown[]): Promise<void> => {
      const command = words.at(-1) as Command;
      const options = { ...command.opts<Options>(), words: command.args } as Options;
      try {
        const act = await load();
        const done = await act(options, makeHome(resolve(options.data)), makeVoice(options.json));
        if (done === false) code = EXIT.refused;
      } catch (error) {
        report(error, options.json);
        code = error instanceof ConfigurationError ? EXIT.usage : EXIT.refused;
      }
    };
  interface Common {
    readonly json: boolean;
    readonly data: string;
  }

  verb('replay', 'run a tape through the whole pipeline on a virtual clock, and report')
    .requiredOption('--tape <path>', TAPE)
    .addOption(new Option('--strategy <name>', 'what decides (default: momentum)').choices(STRATEGIES))
    .option('--set <key=value>', 'a setting, such as minEdgeThreshold=0.1; may be repeated', collect, [])
    .option('--fresh', 'forget an earlier run of this tape and these settings', false)
    .option('--ticks', 'also write ticks, reference prices and books as Parquet files', false)
    .action(run<ReplayOptions & Common>(async () => (await import('./replay.ts')).replayVerb));

  liveOptions(verb('record', 'record every frame of the live feeds on a tape that `replay` takes'))
    .requiredOption('-o, --out <path>', 'a tape to write, or a folder that gets one an hour')
    .action(run<RecordOptions & Common>(async () => (await import('./record.ts')).recordVerb));

  liveOptions(verb('paper', 'trade the live feeds on paper: real prices, simulated fills'))
    .addOption(new Option('--strategy <name>', 'what decides (default: momentum)').choices(STRATEGIES))
    .option('--set <key=value>', 'a setting, such as minEdgeThreshold=0.1; may be repeated', collect, [])
    .option('--fresh', 'forget the account and the tapes of earlier runs', false)
    .action(run<PaperOptions & Common>(async () => (await import('./paper.ts')).paperVerb));

  verb('doctor', 'check hosts, clock, place and credentials, and say what to do about each')
    .addOption(venueOption())
    .addOption(hostOption())
    .action(run<DoctorOptions & Common>(async () => (await import('./doctor.ts')).doctorVerb));

  verb('venue', 'serve a tape on 127.0.0.1 as its venues would, for any real client')
    .requiredOption('--tape <path>', TAPE)
    .option('--port <n>', 'where to listen (default: any free port)', portNumber, 0)
    .option('--rate <x>', 'how fast time passes there', rateOf, 1)
    .option('--from <instant>', 'where on the tape to start, such as 2026-11-20T01:00:00Z')
    .option('--stay', 'go on answering after the end of the tape', false)
    .action(run<VenueVerbOptions & Common>(async () => (await import('./venue.ts')).venueVerb));

  verb('cost', 'what the AWS app costs a month, by line: idle, paper and live')
    .addOption(seriesOption())
    .option('--markdown', 'as a table for a page', false)
    .action(run<CostOptions & Common>(async () => (await import('./cost.ts')).costVerb));

  verb('deploy', 'look at the account, then deploy the AWS app')
    .option('-c, --context <key=value>', 'a key of cdk.json; may be repeated', collect, [])
    .option('--yes', 'do not ask', false)
    .option('--no-alerts', 'deploy even where nobody would be told of an alarm')
    .action(
      run<DeployOptions & Common>(async () => {
        const { deployVerb } = await import('./deploy.ts');
        return (options, home, voice) => deployVerb(options, home, voice);
      }),
    );

  verb('destroy', 'let the windows that run end, then take the AWS app down; ledger and recordings stay')
    .option('-c, --context <key=value>', 'a key of cdk.json; may be repeated', collect, [])
    .option('--yes', 'do not ask', false)
    .addOption(
      new Option('--wait <duration>', 'how long windows may take to end, such as 2h; 0 cuts them off')
        .argParser((text: string) => (text === '0' ? 0 : parseDuration(text)))
        .default(20 * MINUTE_MS, '20m'),
    )
    .option('--delete-data <account>', 'delete ledger and recordings too: the number of the account')
    .action(
      run<DestroyOptions & Common>(async () => {
        const { destroyVerb } = await import('./destroy.ts');
        return (options, home, voice) => destroyVerb(options, home, voice);
      }),
    );

  verb('import', 'make a tape of a recording')
    .argument('<path>', 'the recording: a file or a folder')
    .addOption(new Option('--from <format>', 'what the recording is').choices(FORMATS).makeOptionMandatory())
    .requiredOption('-o, --out <tape>', 'the tape to write, .tape or .tape.gz')
    .option('--force', 'replace the tape if it exists', false)
    .action(
      run<Common & { from: Format; out: string; force: boolean; words: string[] }>(async () => {
        const { importVerb } = await import('./import.ts');
        return ({ from, out, force, words }, _home, voice) =>
          importVerb({ format: from, path: words[0] as string, out, force }, voice);
      }),
    );

  verb('books', 'the order books of a tape after each message, as CSV')
    .requiredOption('--tape <path>', TAPE)
    .option('--levels <n>', 'levels of each side', wholeNumber, 1)
    .action(
      run<Common & { tape: string; levels: number }>(async () => {
        const { booksVerb } = await import('./analyses.ts');
        return ({ tape, levels }, home, voice) => booksVerb(tape, levels, home, voice);
      }),
    );

  verb('settle', 'settle the windows of a tape from its prints, and compare with the official outcomes')
    .requiredOption('--tape <path>', TAPE)
    .action(
      run<Common & { tape: string }>(async () => {
        const { settleVerb } = await import('./analyses.ts');
        return ({ tape }, home, voice) => settleVerb(tape, home, voice);
      }),
    );

  verb('lead-lag', 'which price feed of a tape moves first, and by how much')
    .requiredOption('--tape <path>', TAPE)
    .action(
      run<Common & { tape: string }>(async () => {
        const { leadLagVerb } = await import('./analyses.ts');
        return ({ tape }, home, voice) => leadLagVerb(tape, home, voice);
      }),
    );

  verb('ledger', 'the journal of the account, entry by entry')
    .option('--run <id>', 'a run (default: the latest)')
    .addOption(cloudOption())
    .option('--check', 'only see whether every entry is there, and as it was written', false)
    .action(run<LedgerOptions & Common>(async () => (await import('./records.ts')).ledgerVerb));

  controlOptions(verb('pause', 'halt new entries until `resume`; what is open is held to its close'))
    .option('--reason <text>', 'why, for the ledger', 'by hand')
    .action(run<ControlOptions & Common>(async () => (await import('./controls.ts')).controlVerb('pause')));

  controlOptions(verb('kill', 'trip the kill switch: as `pause`, and recorded as critical'))
    .option('--reason <text>', 'why, for the ledger', 'by hand')
    .action(run<ControlOptions & Common>(async () => (await import('./controls.ts')).controlVerb('kill')));

  controlOptions(verb('resume', 'lift every halt that has no end of its own, with who and why in the ledger'))
    .requiredOption('--reason <text>', 'why, for the ledger')
    .addOption(
      new Option('--breaker <name>', 'lift this halt alone, also one that would end by itself').choices(
        BreakerName.options,
      ),
    )
    .action(run<ControlOptions & Common>(async () => (await import('./controls.ts')).controlVerb('resume')));

  verb('report', 'render the HTML report of a run anew')
    .option('--run <id>', 'a run (default: the latest)')
    .option('-o, --out <file>', 'where to write it (default: beside the run)')
    .action(
      run<Common & { run?: string; out?: string }>(async () => (await import('./records.ts')).reportVerb),
    );

  verb('bench', 'measure this machine: feeds, load, freshness, bundles or replay')
    .argument('<name>', 'which')
    .argument('[options...]', 'its own options')
    .allowUnknownOption()
    .action(
      run<Common & { words: string[] }>(async () => {
        const { benchVerb } = await import('./bench.ts');
        return ({ words, data }) => benchVerb(words, data);
      }),
    );

  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are no errors; commander has printed what is.
    return error.exitCode === 0 ? EXIT.good : EXIT.usage;
  }
  return code;
}

const cloudOption = (): Option => new Option('--cloud', 'the deployment in AWS, and no run').default(false);

const controlOptions = (command: Command): Command =>
  command.option('--run <id>', 'a run of this machine, running or not', 'paper').addOption(cloudOption());

/** A flag is off and a list is empty unless it is named: nobody needs to be told. */
function withoutNoise(option: Option): Option {
  const { defaultValue } = option;
  const says = defaultValue !== false && !(Array.isArray(defaultValue) && defaultValue.length === 0);
  return says ? option : Object.assign(Object.create(option), { defaultValue: undefined });
}

function portNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('a whole number from 0 to 65535');
  return value;
}

function rateOf(text: string): number {
  const value = Number(text);
  if (!(value > 0) || value > 10_000) throw new InvalidArgumentError('a number above 0, at most 10000');
  return value;
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1_000)
    throw new InvalidArgumentError('a whole number from 1 to 1000');
  return value;
}
