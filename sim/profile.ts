/** A value that wanders around zero: its stationary deviation, and how soon it is pulled back by half. */
interface WaveSettings {
  readonly halfLifeMs: number;
  readonly deviation: number;
}

/** The path of BTC/USD that all feeds follow. */
export interface PriceSettings {
  /** Volatility per square root of a second at its long-run level, without bursts. A seed has its level between the two. */
  readonly sigma: { readonly least: number; readonly most: number };
  /** What log-volatility is the sum of. */
  readonly waves: readonly WaveSettings[];
  /** Volatility by the minute of the quarter hour, around 1. */
  readonly byMinute: readonly number[];
  /**
   * A drift that comes and goes, as orders are worked: the maker of the books sees it coming, the path does not show it.
   * `deviation` is of the drift of a second, in standard deviations of a second's diffusion.
   */
  readonly drift: WaveSettings;
  /** The share of each move that follows the rest within seconds. */
  readonly trailing: { readonly share: number; readonly meanLifeMs: number };
  /** Large orders worked over minutes: each moves the price evenly, then a part of the move decays. */
  readonly workedOrders?: {
    readonly perDay: number;
    readonly size: { readonly median: number; readonly sigma: number };
    readonly lengthMs: { readonly median: number; readonly sigma: number };
    readonly decays: number;
    readonly decayMeanLifeMs: number;
  };
  /** Moves that start at random and spend themselves at once. */
  readonly burst: {
    readonly perDay: number;
    readonly medianSize: number;
    readonly sizeSigma: number;
    readonly meanLifeMs: number;
  };
}

/** The market maker of the books. */
export interface MakerSettings {
  /** From seeing a price to quoting it, in ms, lognormal. */
  readonly repriceLag: { readonly median: number; readonly sigma: number };
  /** How many new quotes may be on their way at a time. */
  readonly quotesUnderWay: number;
  /** Share of quotes left behind by a jump that a taker finds before the maker has cancelled them. */
  readonly staleTaken: number;
  /** Its sigma: a fixed level mixed with an average of squared returns over `sampleMs`, taken every `everyMs`. */
  readonly volatility: {
    readonly usualLevel: number;
    readonly usualShare: number;
    readonly halfLifeMs: number;
    readonly sampleMs: number;
    readonly everyMs: number;
  };
  /**
   * What it expects to be taken back: this share of the price's distance from its average of half-life `halfLifeMs`,
   * all but 1/e of it within `meanLifeMs`.
   */
  readonly reversal?: { readonly share: number; readonly halfLifeMs: number; readonly meanLifeMs: number };
  /** How far, in standard deviations of the outcome, the quoted probability wanders from the fair one. */
  readonly opinion: WaveSettings;
  /** Probability of a spread of 1, 2 and 3 ticks. */
  readonly spreadTicks: readonly [number, number, number];
  /** Shares by distance from the touch, lognormal. */
  readonly sizes: readonly { readonly median: number; readonly sigma: number }[];
}

/** A kind of day that the simulator makes. */
export interface Profile {
  /** Of the tape, in its header. */
  readonly title: string;
  /** Of the bundled day. */
  readonly seed: number;
  readonly price: PriceSettings;
  readonly maker: MakerSettings;
}
