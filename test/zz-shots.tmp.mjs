import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
const exe=['/usr/bin/chromium','/usr/bin/chromium-browser','/usr/bin/google-chrome'].find(existsSync);
const base='http://127.0.0.1:4601';
const only=process.argv[2]?.split(',');
const rules=['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa'];
const plan={supervisor:['/board','/technicians','/technicians/@','/broadcast'],customer_service:['/find','/customers','/customers/@'],admin:['/overview','/users','/users/@','/dead-letters','/deliveries','/schedules','/audit','/broadcast']};
const b=await chromium.launch({executablePath:exe,args:['--no-sandbox']});
for(const [who,paths] of Object.entries(plan)){
 for(const [theme,w,h] of [['light',1440,900],['dark',1440,900],['light',390,844],['dark',360,740]]){
  const lang=theme==='dark'?'en':'id';
  const c=await b.newContext({viewport:{width:w,height:h},colorScheme:theme});
  await c.addInitScript(`localStorage.setItem('trunkline.locale','${lang}')`);
  await c.request.post(base+'/api/v1/session',{data:{username:who,password:'trunkline-demo'},headers:{Origin:base}});
  const p=await c.newPage();
  p.on('console',m=>{if(['error','warning'].includes(m.type()))console.log('CONSOLE',who,p.url(),m.text())});
  p.on('pageerror',e=>console.log('PAGEERROR',p.url(),e.message));
  for(const path of paths){
   if(only&&!only.includes(path))continue;
   let url=path;
   if(path.endsWith('@')){const list=path.slice(0,-2);const r=await (await c.request.get(base+'/api/v1'+list+'?limit=1')).json();url=list+'/'+r.data[0].id}
   await p.goto(base+url);await p.waitForLoadState('networkidle').catch(()=>{});await p.waitForTimeout(500);
   const name=`${path.replace(/\W+/g,'_')}-${who}-${theme}-${w}`;
   await p.screenshot({path:`/tmp/shots/${name}.png`});
   const d=await c.newCDPSession(p);await d.send('Runtime.evaluate',{expression:axe.source});
   const {result}=await d.send('Runtime.evaluate',{expression:`axe.run(document,{runOnly:${JSON.stringify(rules)}}).then(({violations})=>violations.map(({id,nodes})=>id+' x'+nodes.length+' '+nodes[0].html.slice(0,200)))`,awaitPromise:true,returnByValue:true});
   const sw=await p.evaluate('document.documentElement.scrollWidth');
   if(result.value?.length||sw>w)console.log(name,sw,JSON.stringify(result.value,null,1));
  }
  await c.close();
 }}
await b.close();console.log('done');
