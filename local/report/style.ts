import { DARK, LIGHT, type Palette } from '../../shared/charts/palette.ts';

const colours = Object.keys(LIGHT) as (keyof Palette)[];
const variables = (palette: Palette) => colours.map((name) => `--${name}:${palette[name]}`).join(';');

/** A drawn chart carries the light colours as attributes, which any rule of a style sheet overrides. */
const repainted = colours
  .map(
    (name) =>
      `svg [fill="${LIGHT[name]}"]{fill:${DARK[name]}}svg [stroke="${LIGHT[name]}"]{stroke:${DARK[name]}}`,
  )
  .join('');

const LAYOUT = `
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1240px;margin:0 auto;padding:28px 24px 48px}
h1{font-size:26px;line-height:1.25;margin:0 0 6px}
h2{font-size:18px;margin:36px 0 12px}
h3{font-size:14px;margin:0}
p{margin:6px 0}
a{color:var(--up)}
.muted,footer{color:var(--muted)}
.lead{font-size:17px;margin-top:12px}
.synthetic{background:#ffe08a;color:#3d2c00;border:1px solid #b58900;border-radius:6px;padding:10px 14px;margin:0 0 20px;font-weight:600}
.facts{display:flex;flex-wrap:wrap;gap:2px 22px;margin:0;color:var(--muted)}
.facts dt{display:inline}.facts dt::after{content:": "}
.facts dd{display:inline;margin:0;color:var(--ink);overflow-wrap:anywhere}
.card{background:var(--paper);border:1px solid var(--grid);border-radius:8px;padding:14px}
.summary{display:grid;grid-template-columns:repeat(auto-fit,minmax(180px,1fr));gap:10px;margin:0}
.summary dt{color:var(--muted);font-size:13px}
.summary dd{margin:0;font-size:20px;font-weight:600}
.summary small{display:block;font-size:13px;font-weight:400;color:var(--muted)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,480px),1fr));gap:14px}
.windows{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,350px),1fr));gap:14px}
figure{margin:0}
svg{display:block;width:100%;height:auto}
.absent{color:var(--muted);margin:0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;padding:5px 10px;border-bottom:1px solid var(--grid);white-space:nowrap}
th{color:var(--muted);font-weight:500}
tbody tr:last-child>*{border-bottom:0}
.n{text-align:right}
.up{color:var(--up)}.down{color:var(--down)}.gain{color:var(--gain)}.loss{color:var(--loss)}
.criteria{font-size:13px;margin-top:8px}
.criteria th,.criteria td{padding:2px 6px}
.criteria tbody th{color:var(--ink);font-weight:400}
.criteria td{white-space:normal;overflow-wrap:anywhere}
.criteria td:last-child{white-space:nowrap}
.window p{font-size:13px;color:var(--muted)}
.key{display:flex;flex-wrap:wrap;gap:4px 20px;margin:0 0 12px;padding:0;list-style:none;color:var(--muted);font-size:14px}
details.card{margin-top:6px;padding:4px 14px}
summary{cursor:pointer;padding:4px 0}
details[open] summary{margin-bottom:8px}
.apart{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,330px),1fr));gap:14px 28px;max-width:860px}
footer{margin-top:36px;font-size:13px;overflow-wrap:anywhere}
@media (max-width:600px){main{padding:16px 8px 32px}.card{padding:10px 8px}h1{font-size:22px}.summary{grid-template-columns:1fr 1fr}.summary dd{font-size:17px}}
@media print{body{background:#fff;font-size:12px}main{padding:0;max-width:none}.card,figure,tr{break-inside:avoid}h2{break-after:avoid}.scroll{overflow:visible}}
`;

/** The style sheet of the report: light, or dark where the reader's system asks for it, and light on paper. */
export const STYLE = `:root{color-scheme:light dark;${variables(LIGHT)};--page:#f5f7f9}${LAYOUT}
@media screen and (prefers-color-scheme:dark){:root{${variables(DARK)};--page:#0e1217}${repainted}}`;
