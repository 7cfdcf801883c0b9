//! provisional
macro_rules! params{($($n:ident=$v:expr),*)=>{#[derive(Clone,Copy)]pub struct Params(pub [f64;0 $(+{let _=stringify!($n);1})*]);
 #[allow(non_camel_case_types,dead_code)] enum Ix{$($n),*}
 #[allow(dead_code)] impl Params{pub const NAMES:&'static[&'static str]=&[$(stringify!($n)),*];pub fn set(&mut self,k:&str,v:f64){let i=Self::NAMES.iter().position(|n|*n==k).unwrap();self.0[i]=v;}$(fn $n(&self)->f64{self.0[Ix::$n as usize]})*}
 impl Default for Params{fn default()->Self{Params([$($v),*])}}}}
params!{fast=0.3,slow=0.007,err=0.01,scale=0.004,xi=0.49,xi_w=20.0,quant=0.05,act=0.03,habit_h=8.0,habit_k=1.2,kap=1.0,days=10.0,weeks=5.0,wc=1.0,c=15.0,pr_s=4.0,pr_w=1000.0,nsc=6.0,cap=4.0,ccap=4.0,margin=0.0}
struct Tail{n:f64,scale:f64,t:f64,xi:f64,k:f64}
impl Tail{
 fn new(p:&Params,scale:f64)->Self{Tail{n:0.0,scale,t:2.0,xi:p.xi(),k:p.xi_w()}}
 fn push(&mut self,e:f64,floor:f64,prior_w:f64,p:&Params)->f64{
  let a=e.abs();let s=(self.scale*1.2533).max(floor);
  let z=if s>0.0{a/s}else if a>0.0{8.0}else{0.0};
  let q=p.quant();
  let out=if z>self.t{-q.ln()+(z/self.t).ln()/self.xi}else{-q.ln()*z/self.t};
  self.n+=1.0;
  let n=self.n+prior_w;
  let kw=1.0/(1.0+prior_w*0.05);
  if z>self.t{let l=(z/self.t).ln().min(2.0);self.k+=1.0;let r=(1.0/self.k).max(0.01);self.xi+=r*(l-self.xi)*kw.max(0.2);}
  let step=0.05f64.min(5.0/n).max(0.02);
  self.t=(self.t+step*if z>self.t{1.0-q}else{-q}).clamp(1.2,8.0);
  let r=p.scale().max(1.0/n);
  let c=if self.n>20.0&&self.scale>0.0{a.min(p.cap()*s)}else{a};
  self.scale+=r*(c-self.scale);
  out.max(0.0)
 }
}
const K:[usize;8]=[1,2,4,8,16,32,64,128];
pub struct Surge{p:Params,bin:f64,n:f64,fast:f64,slow:f64,day:Vec<(f64,f64)>,week:Vec<(f64,f64)>,err:[f64;4],view:Vec<Tail>,actv:Tail,act:f64,peak:f64,ints:bool,ring:[f64;128],at:usize,sum:[f64;8],sig:f64}
impl Surge{
 pub fn new(bin:f64)->Self{let p=Params::default();Surge{p,bin,n:0.0,fast:0.0,slow:0.0,day:vec![(0.0,0.0);48],week:vec![(0.0,0.0);168],err:[0.0;4],view:(0..8).map(|_|Tail::new(&p,0.0)).collect(),actv:Tail::new(&p,0.0),act:0.0,peak:0.0,ints:true,ring:[0.0;128],at:0,sum:[0.0;8],sig:0.0}}
 pub fn push(&mut self,x:f64,minute:i64)->Score{
  let p=self.p;
  if x<0.0||x.fract()!=0.0{self.ints=false;}
  let y=if self.ints{x}else{x.signum()*2.0*((x.abs()+0.375).sqrt()-0.375f64.sqrt())};
  if self.n==0.0{self.fast=y;self.slow=y;if self.ints{for v in &mut self.view{v.scale=p.pr_s();}}}
  self.n+=1.0;
  let di=(minute.rem_euclid(1440)/60)as usize;let wi=(minute.rem_euclid(10080)/60)as usize;
  let per=60.0/self.bin;let kap=p.kap()*per.max(1.0);let(a,b)=self.day[di];let sd=(a+kap*self.slow)/(b+kap);let(a,b)=self.week[wi];let sw=(a+kap*sd)/(b+kap);
  let f=[self.fast,self.slow,sd,sw];
  let mut best=1;for i in 2..4{if self.err[i]<self.err[best]{best=i}}
  let pers=self.err[0]<0.5*self.err[best];
  let ex=if pers{f[0]}else{f[best]};
  let (r,floor,pw)=if self.ints{((y-ex)/(ex.max(0.0)+p.c()).sqrt(),0.3,p.pr_w())}else{(y-ex,1e-3*(1e-3+self.slow.abs()),0.0)};
  let mut s=0.0f64;
  for j in 0..p.nsc() as usize{let k=K[j];let old=self.ring[(self.at+128-k)%128];self.sum[j]+=r-old;
   let v=self.view[j].push(self.sum[j]/(k as f64).sqrt(),floor,pw,&p);s=s.max(v);}
  self.ring[self.at]=r;self.at=(self.at+1)%128;
  let s0=self.view[0].scale.max(floor*0.8);
  self.act+=p.act()*((r.abs()/s0.max(1e-9)).min(6.0)-self.act);
  s=s.max(self.actv.push((self.act+0.1).ln(),0.05,0.0,&p)*p.wc());
  for i in 0..4{let r=p.err().max(1.0/self.n);self.err[i]+=r*((y-f[i]).abs()-self.err[i]);}
  // robust learning: a value far out moves the expectation no further than a capped one
  let lim=if self.n>30.0{p.ccap()*self.err[best].max(floor)}else{f64::INFINITY};
  let cl=|m:f64|m+(y-m).clamp(-lim,lim);
  self.fast+=p.fast()*(y-self.fast);
  let r=p.slow().max(1.0/self.n);self.slow+=r*(cl(self.slow)-self.slow);
  let keep=1.0-1.0/(p.days()*per.max(1.0));let d=&mut self.day[di];d.0=d.0*keep+cl(sd);d.1=d.1*keep+1.0;
  let keep=1.0-1.0/(p.weeks()*per.max(1.0));let d=&mut self.week[wi];d.0=d.0*keep+cl(sw);d.1=d.1*keep+1.0;
  self.peak*=(-self.bin/60.0/p.habit_h()).exp();
  let out=if s>p.habit_k()*self.peak+p.margin(){s}else{1e-3*s};
  if s>self.peak{self.peak=s;}
  let _=self.sig;
  Score{expected:ex,surprise:s,is_above:y>=ex,alarm:out}
 }
}

#[derive(Clone,Copy,Debug,Default)]pub struct Score{pub expected:f64,pub surprise:f64,pub is_above:bool,pub alarm:f64}
