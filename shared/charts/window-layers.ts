import { LIGHT } from './palette.ts';

/** Minutes since the open, the whole window wide. Layers of one panel share it. */
export const minuteAxis = (minutes: number) => ({
  field: 'minute',
  type: 'quantitative' as const,
  scale: { domain: [0, minutes], nice: false },
});
type MinuteAxis = ReturnType<typeof minuteAxis>;

const mark = {
  field: 'label',
  type: 'nominal' as const,
  scale: {
    domain: ['Up', 'Down', 'skip', 'wait'],
    range: [LIGHT.up, LIGHT.down, LIGHT.skip, LIGHT.wait] as string[],
  },
  legend: null,
};

/** The stretch in which the strategy may enter. */
export const entryShade = (x: MinuteAxis) => ({
  data: { name: 'entry' },
  mark: { type: 'rect' as const, color: LIGHT.shade },
  encoding: { x: { ...x, field: 'from' }, x2: { field: 'to' } },
});

/** One rule, however many rows the other layers have. */
export const level = (datum: number, strokeDash: number[]) => ({
  data: { values: [{}] },
  mark: { type: 'rule' as const, strokeDash },
  encoding: { y: { datum } },
});

const FINAL = { data: { name: 'decisions' }, transform: [{ filter: "datum.label !== 'wait'" }] };

export const decisionRules = (x: MinuteAxis) => ({
  ...FINAL,
  mark: { type: 'rule' as const, strokeWidth: 1.5, strokeDash: [5, 3] },
  encoding: { x, color: mark },
});

/** Says in words what the colour of a rule says. */
export const decisionLabels = (x: MinuteAxis) => ({
  ...FINAL,
  mark: {
    type: 'text' as const,
    align: 'left' as const,
    baseline: 'top' as const,
    dx: 4,
    fontWeight: 600 as const,
  },
  encoding: { x, y: { value: 0 }, text: { field: 'label', type: 'nominal' as const }, color: mark },
});

/** Short ticks on the floor of the panel. */
export const waitTicks = (x: MinuteAxis) => ({
  data: { name: 'decisions' },
  transform: [{ filter: "datum.label === 'wait'" }],
  mark: {
    type: 'tick' as const,
    orient: 'vertical' as const,
    size: 12,
    thickness: 2,
    yOffset: -6,
    opacity: 1,
  },
  encoding: { x, y: { datum: 0 }, color: mark },
});

export const fillPoints = (x: MinuteAxis) => ({
  data: { name: 'fills' },
  mark: {
    type: 'point' as const,
    shape: 'diamond',
    filled: true,
    size: 90,
    opacity: 1,
    stroke: LIGHT.ink,
    strokeWidth: 1,
  },
  encoding: { x, y: { field: 'paid', type: 'quantitative' as const }, color: mark },
});

export const pathLine = { type: 'line' as const, color: LIGHT.line, strokeWidth: 1.5 };
