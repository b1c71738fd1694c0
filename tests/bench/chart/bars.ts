export type Group = { title: string; unit: string; digits: number; bars: { label: string; value: number }[] };

const width = 720;
const labelWidth = 56;
const valueWidth = 110;
const barHeight = 18;
const barGap = 4;
const titleHeight = 26;
const groupGap = 14;
const margin = 16;

// Readable on light and dark pages alike.
const style = `
  text { font: 12px system-ui, sans-serif; fill: #57606a }
  .title { font-weight: 600; fill: #24292f }
  .bar { fill: #8c959f }
  .ours { fill: #2563eb }
  @media (prefers-color-scheme: dark) { text { fill: #9198a1 } .title { fill: #f0f6fc } .ours { fill: #60a5fa } }`;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const heightOf = ({ bars }: Group) => titleHeight + bars.length * (barHeight + barGap) + groupGap;

const drawGroup = ({ title, unit, digits, bars }: Group, top: number): string => {
  const shown = bars.filter(({ value }) => !Number.isNaN(value));
  const longest = Math.max(...shown.map(({ value }) => value), Number.MIN_VALUE);
  const room = width - 2 * margin - labelWidth - valueWidth;
  const lines = shown.map(({ label, value }, index) => {
    const y = top + titleHeight + index * (barHeight + barGap);
    const length = Math.max(1, (value / longest) * room);
    const text = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
    const kind = label === 'ours' ? 'bar ours' : 'bar';
    return [
      `<text x="${margin}" y="${y + 13}">${escaped(label)}</text>`,
      `<rect class="${kind}" x="${margin + labelWidth}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="2"/>`,
      `<text x="${(margin + labelWidth + length + 6).toFixed(1)}" y="${y + 13}">${text} ${escaped(unit)}</text>`,
    ].join('\n');
  });
  return [`<text class="title" x="${margin}" y="${top + 16}">${escaped(title)}</text>`, ...lines].join('\n');
};

/**
 * A bar chart, one group of bars per comparison, each group with a scale of its own.
 * @param caption where the figures were made
 * @returns SVG
 */
export const drawChart = (groups: Group[], caption: string): string => {
  let top = margin;
  const drawn = groups.map((group) => {
    const svg = drawGroup(group, top);
    top += heightOf(group);
    return svg;
  });
  const height = top + 20;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>Switchboard beside plain servers</title>
<style>${style}</style>
${drawn.join('\n')}
<text x="${margin}" y="${height - 10}">${escaped(caption)}</text>
</svg>
`;
};
