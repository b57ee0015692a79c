// The style sheet of the operations pages. Light and dark follow the system; the tokens are the portal's.

const indents = Array.from(
  { length: 17 },
  (_, depth) => `.d${depth}{padding-inline-start:${depth * 14}px}`,
).join('');

export const css = `
:root{color-scheme:light dark;
--background:light-dark(#f7f8f9,#0f1113);--surface:light-dark(#fff,#16191c);--line:light-dark(#e3e6ea,#2a2f35);
--input:light-dark(#858e99,#717a85);--text:light-dark(#16191d,#e8eaed);--muted:light-dark(#59626d,#9aa4b0);
--accent:light-dark(#0f6b5c,#4fc3ad);--on-accent:light-dark(#fff,#0d1f1b);--tint:light-dark(#e2f1ee,#16302b);
--danger:light-dark(#b42318,#ff8f85);--warning:light-dark(#8a5300,#f0b45a);--information:light-dark(#1d5fb8,#86b6f5);--good:light-dark(#1c6e3c,#6fcf93);
--hover:light-dark(#f2f4f6,#1b1f23);
--c0:var(--accent);--c1:var(--information);--c2:light-dark(#7a4fb5,#c3a0f2);--c3:var(--warning);--c4:light-dark(#56687a,#a3b3c4);--c5:light-dark(#a23b72,#f094c2)}
*{box-sizing:border-box}
body{margin:0;background:var(--background);color:var(--text);font:400 13px/20px Inter,"Inter Variable",system-ui,-apple-system,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
h1,h2,h3,h4,p,dl,dd,ol,ul,pre{margin:0;padding:0}
h1{font-size:18px;line-height:24px;font-weight:600;overflow-wrap:anywhere}
h2{font-size:14px;line-height:20px;font-weight:600}
h3,h4{font-size:13px;line-height:20px;font-weight:600}
ol,ul{list-style:none}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
code,pre,.inside dd,.letter dd{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:12px}
small{font-size:12px;line-height:16px;color:var(--muted);font-weight:400}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.muted{color:var(--muted)}.danger{color:var(--danger)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:8px;top:-48px;background:var(--surface);padding:8px 12px;border-radius:6px;z-index:1}.skip:focus{top:8px}
.top{display:flex;align-items:center;gap:24px;height:48px;padding:0 24px;background:var(--surface);border-bottom:1px solid var(--line)}
.brand{display:flex;align-items:center;gap:8px;font-weight:600;font-size:14px}
.brand .area{color:var(--muted);font-weight:400;font-size:13px}
.mark-box,.mark>rect{fill:var(--accent)}
svg.mark{width:20px;height:20px}svg.mark path{fill:none;stroke:var(--surface);stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
nav{display:flex;gap:4px}
nav a{color:var(--muted);font-weight:500;padding:6px 10px;border-radius:6px}
nav a:hover{background:var(--hover);text-decoration:none;color:var(--text)}
nav a[aria-current]{background:var(--tint);color:var(--accent)}
main{max-width:1440px;margin:0 auto;padding:20px 24px 48px;display:grid;gap:16px}
main>*{min-width:0}
.heading{display:grid;gap:4px}
.crumb{color:var(--muted);overflow-wrap:anywhere}
.panel{background:var(--surface);border:1px solid var(--line);border-radius:6px;min-width:0}
.panel>h2{padding:12px 16px 8px}
.panel.list>h3{padding:8px 16px 0;color:var(--muted);font-weight:500}
.columns{display:grid;grid-template-columns:minmax(0,1fr) 280px;gap:20px;align-items:start}
.side{display:grid;gap:12px}
.notice{padding:10px 14px;border:1px solid var(--line);border-inline-start:3px solid var(--information);border-radius:6px;background:var(--surface)}
.notice.danger{border-inline-start-color:var(--danger);color:var(--text)}.notice.danger strong{color:var(--danger)}
.notice.warning{border-inline-start-color:var(--warning)}.notice.warning strong{color:var(--warning)}
.empty{padding:48px 24px;text-align:center;display:grid;gap:6px;justify-items:center}
.empty .button{margin-inline-end:8px;margin-top:8px}
.filter{display:flex;flex-wrap:wrap;gap:8px;align-items:center;padding:10px 16px;border-bottom:1px solid var(--line)}
.filter .live{margin-inline-start:auto}
.inline{display:flex;gap:6px;align-items:center;color:var(--muted)}
input:not([type=checkbox]),select,button,.button{font:inherit;height:32px;border:1px solid var(--input);border-radius:6px;background:var(--surface);color:var(--text);padding:0 10px}
input[type=search]{width:220px}input[type=number]{width:88px}
input::placeholder{color:var(--muted);opacity:1}
button,.button{border-color:var(--line);font-weight:500;cursor:pointer;display:inline-flex;align-items:center;justify-content:center}
button:hover,.button:hover{background:var(--hover);text-decoration:none}
input:disabled,button:disabled{opacity:.55;cursor:not-allowed}
.check{display:flex;gap:8px;align-items:start;cursor:pointer}
.check>span{display:grid}
.check input{appearance:none;flex:none;margin:2px 0 0;width:16px;height:16px;border:1px solid var(--input);border-radius:4px;background:var(--surface);display:grid;place-content:center;cursor:pointer}
.check input:checked{background:var(--accent);border-color:var(--accent)}
.check input:checked::before{content:"";width:8px;height:4px;margin-top:-2px;border:solid var(--on-accent);border-width:0 0 2px 2px;transform:rotate(-45deg)}
.check input[role=switch]{width:28px;border-radius:8px;justify-content:start;padding:0 2px;transition:padding .12s}
.check input[role=switch]::before{content:"";width:10px;height:10px;margin:0;border:0;border-radius:50%;background:var(--input);transform:none}
.check input[role=switch]:checked{padding-inline-start:14px}
.check input[role=switch]:checked::before{width:10px;height:10px;margin:0;border:0;background:var(--on-accent);transform:none}
.switches{padding:12px 16px 16px;display:grid;gap:12px}
.switches h3{display:flex;justify-content:space-between;gap:8px;align-items:baseline}
.switches .field{display:grid;gap:4px;font-weight:500}
.switches .field input{width:100%;font-weight:400}
.state{display:inline-flex;align-items:baseline;gap:6px;font-weight:500;font-size:12px;overflow-wrap:anywhere}
.state::before{content:"";flex:none;width:6px;height:6px;border-radius:50%;background:currentColor;transform:translateY(-2px)}
.state.good::before{background:var(--good)}.state.good{color:var(--text)}.state.warning{color:var(--warning)}.state.danger{color:var(--danger)}
.mark:not(svg){flex:none;display:inline-block;font-size:11px;line-height:16px;font-weight:500;padding:0 6px;border:1px solid var(--line);border-radius:8px;color:var(--muted);white-space:nowrap}
.mark.danger{color:var(--danger);border-color:currentColor}.mark.warning{color:var(--warning);border-color:currentColor}
summary{cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}
.count{padding:8px 16px}
.messages>li{border-top:1px solid var(--line)}
.messages>li>details>summary{display:grid;grid-template-columns:132px 172px minmax(0,1fr) auto 130px;gap:12px;align-items:center;min-height:36px;padding:4px 16px}
.messages>li>details>summary:hover,.span>summary:hover{background:var(--hover)}
.messages>li>details[open]>summary{background:var(--hover)}
.channel::before{content:"";display:inline-block;width:6px;height:6px;border-radius:50%;margin-inline-end:8px;transform:translateY(-2px);background:var(--good)}
.channel.email::before{background:var(--information)}
.channel.push::before{background:var(--warning)}
.to,.gist{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.to{font-weight:500}
.gist,.when{color:var(--muted)}.when{text-align:end;white-space:nowrap}.marks{display:flex;gap:4px}
.letter{padding:12px 16px 16px;display:grid;gap:12px;border-top:1px solid var(--line)}
.letter pre{white-space:pre-wrap;overflow-wrap:anywhere}
.letter .text{font:inherit;max-width:72ch}
.letter .source pre{margin-top:8px;padding:8px 12px;background:var(--background);border-radius:6px}
.source>summary{color:var(--muted);font-weight:500}.source>summary::before{content:"▸ "}.source[open]>summary::before{content:"▾ "}
.letter dl>div,.inside dl>div{display:grid;grid-template-columns:160px minmax(0,1fr);gap:12px;padding:1px 0}
dt{color:var(--muted)}.letter dd,.inside dd{overflow-wrap:anywhere;white-space:pre-wrap}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:start;padding:0 12px;height:36px;border-top:1px solid var(--line);white-space:nowrap}
th:first-child{padding-inline-start:16px}td:last-child,th:last-child{padding-inline-end:16px}
thead th{color:var(--muted);font-weight:500;font-size:12px;height:32px;border-top:0}
.filter+.scroll thead th{border-top:0}
tbody th{font-weight:500}tbody th a{color:var(--text)}
.traces tbody th{width:50%;white-space:normal}
tbody tr:hover{background:var(--hover)}
.number{text-align:end}.spark{padding-inline:0;width:80px}.spark svg{display:block}
.figures{display:flex;flex-wrap:wrap;gap:8px 32px;padding-top:8px}
.figures>div{display:grid}.figures dt{font-size:12px;line-height:16px}.figures dd{font-size:14px;font-weight:600}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;padding-top:8px;color:var(--muted)}
.role{display:inline-flex;align-items:center;gap:6px;color:var(--muted);min-width:0}
.role svg{flex:none}
.defs{position:absolute}
.hatch-back{fill:light-dark(#e8ebee,#262b30)}.hatch-line{fill:light-dark(#a4adb7,#66707b)}
.c0{fill:var(--c0)}.c1{fill:var(--c1)}.c2{fill:var(--c2)}.c3{fill:var(--c3)}.c4{fill:var(--c4)}.c5{fill:var(--c5)}
.work{fill:var(--accent)}.failed{fill:var(--danger)}
.wait{stroke:light-dark(#a4adb7,#66707b);stroke-width:.5}
.fold{fill:light-dark(#eef0f2,#1e2226)}
.grid{stroke:var(--line);stroke-width:1}
.axis text,.waited{fill:var(--muted);font-size:11px}
.waited{paint-order:stroke;stroke:var(--surface);stroke-width:3px}
.span:hover>summary .waited{stroke:var(--hover)}
.waterfall{padding-bottom:8px}
.axis,.span>summary{display:grid;grid-template-columns:minmax(160px,28%) 96px minmax(0,1fr) 76px;gap:12px;align-items:center;padding:0 16px}
.axis{border-bottom:1px solid var(--line);height:24px}
.axis svg,.bar{display:block;overflow:visible}
.span>summary{min-height:28px}
.name{display:flex;gap:6px;align-items:center;overflow:hidden;min-width:0}
.name .label{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;min-width:0}
.hop>summary .label{font-weight:500}
.span:not(.hop)>summary .label{color:var(--muted)}
.span[open]{background:var(--background);border-block:1px solid var(--line)}
.span[open]>summary{background:var(--hover)}.span[open]>summary .waited{stroke:var(--hover)}
.wrong>summary{background:color-mix(in srgb,var(--danger) 8%,transparent)}
.way{padding:8px 0}
.way>li{position:relative;padding:6px 16px 6px 40px;display:grid;gap:4px}
.way>li::before{content:"";position:absolute;left:18px;top:11px;width:9px;height:9px;border-radius:50%;background:var(--good)}
.way>li::after{content:"";position:absolute;left:22px;top:24px;bottom:-8px;width:1px;background:var(--line)}.way>li:last-child::after{display:none}
.way>[data-state=warning]::before{background:var(--warning)}.way>[data-state=danger]::before{background:var(--danger)}.way>[data-state=open]::before{background:var(--surface);border:2px solid var(--input)}
.way h2 .muted{font-weight:400;font-size:13px}.way pre{white-space:pre-wrap;overflow-wrap:anywhere;padding:8px 12px;background:var(--background);border-radius:6px}
.told td,.told th{vertical-align:top;height:auto;padding-block:8px}.told td:last-child{white-space:normal;min-width:260px}.filter input[name=q]{width:280px}
.map{display:block}.map text{fill:var(--text);font-size:12px}.node{fill:var(--background);stroke:var(--input)}.call{fill:none;stroke:var(--muted);opacity:.7}.call.failing{stroke:var(--danger)}
.events{padding:0 16px 12px;display:flex;flex-wrap:wrap;gap:4px 20px}
.duration{text-align:end;white-space:nowrap}
.inside{padding:10px 16px 14px 30px;display:grid;gap:8px;border-top:1px solid var(--line)}
.inside ul{display:grid;gap:4px}.inside li dl{padding-inline-start:12px}
${indents}
@media (max-width:960px){.columns{grid-template-columns:minmax(0,1fr)}.columns>.side{grid-template-columns:repeat(auto-fit,minmax(260px,1fr))}.side>h2,.side>p{grid-column:1/-1}}
@media (max-width:720px){
.top{padding:0 16px;gap:8px;justify-content:space-between}.brand .area{display:none}nav{gap:0}
main{padding:16px 12px 40px}
input:not([type=checkbox]),select,button,.button{height:44px;font-size:16px}.filter{padding:12px}nav a{padding:12px 10px}.filter label:first-child{flex:1 1 100%}.filter input[type=search]{width:100%}.check{min-height:44px;align-items:center}.check input{margin:0}
.messages>li>details>summary{grid-template-columns:minmax(0,1fr) auto;gap:2px 12px;padding:8px 12px}
.channel{order:1;color:var(--muted);font-size:12px}.when{order:2;font-size:12px}.to{order:3;grid-column:1/-1}.gist{order:4;grid-column:1/-1}.marks{order:5;grid-column:1/-1}
.letter{padding:12px}.letter dl>div,.inside dl>div{grid-template-columns:minmax(0,1fr);gap:0;padding:3px 0}
.axis{grid-template-columns:minmax(0,1fr);padding:0 12px}.axis>span{display:none}
.span>summary{grid-template-columns:minmax(0,1fr) auto auto;gap:0 10px;padding:6px 12px;border-top:1px solid var(--line)}
.span>summary .bar{order:4;grid-column:1/-1}
.inside{padding-inline:12px}
.figures{gap:8px 20px}
.waterfall .axis svg{overflow:hidden}
.traces thead,.hops thead,.traces .spark{display:none}
.traces tr,.hops tr{display:flex;flex-wrap:wrap;gap:0 12px;padding:8px 12px;border-top:1px solid var(--line)}
.traces th,.traces td,.hops th,.hops td{height:auto;padding:0!important;border:0;font-size:12px}
.traces tbody th,.hops tbody th{flex:1 1 100%;width:auto;white-space:normal;font-size:13px;line-height:24px}
.who{flex:1 1 auto}.traces .began{flex:1 1 100%}
[data-label]::before{content:attr(data-label) " ";color:var(--muted)}
.outcome{flex:1 1 100%}.hops tr:not(:has(.danger)) .outcome{display:none}
}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media (max-width:480px){.top{padding:0 12px}nav a{padding:12px 7px}}
`;
