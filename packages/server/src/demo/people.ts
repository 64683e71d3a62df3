import type { MethodInput } from '@plaza/contract';

export type Language = MethodInput<'identity.signUp'>['locale'];

/** A resident of the demo city, as written: everything else is drawn from the seed. */
export type Resident = {
  handle: string;
  displayName: string;
  language: Language;
  region: string;
  signature: string;
};

type Row = readonly [handle: string, name: string, region: string, signature: string];

const chinese: readonly Row[] = [
  ['linxiao', '林晓', '北校区', '慢慢来，比较快。'],
  ['chenwei', '陈伟', '老城区', '今天也要好好吃饭'],
  ['wangfang', '王芳', '河畔新村', '种花、喝茶、看云'],
  ['zhaolei', '赵磊', '东站', '跑步第 312 天'],
  ['sunli', '孙丽', '北校区', '图书馆常驻人口'],
  ['zhoujie', '周洁', '市场街', '早上六点的面包最香'],
  ['wuqiang', '吴强', '东站', '修自行车，也修收音机'],
  ['xumei', '徐梅', '河畔新村', '两个孩子的妈妈'],
  ['heyun', '何云', '老城区', '拍照片的人'],
  ['gaopeng', '高鹏', '山脚', '周末爬山，风雨无阻'],
  ['liuyang', '刘洋', '北校区', '代码与咖啡'],
  ['mayan', '马燕', '市场街', '豆腐店，老字号'],
  ['dengnana', '邓娜娜', '河畔新村', ''],
];
const spanish: readonly Row[] = [
  ['anaruiz', 'Ana Ruiz', 'Casco antiguo', 'Pan, vino y buena gente'],
  ['diegovega', 'Diego Vega', 'La Ribera', 'Portero del bloque 7'],
  ['luciamora', 'Lucía Mora', 'Campus Norte', 'Tesis en curso, paciencia'],
  ['javiersoto', 'Javier Soto', 'Mercado', 'Fruta del día, de verdad'],
  ['carmenleon', 'Carmen León', 'La Ribera', 'Abuela de cinco'],
  ['pablorey', 'Pablo Rey', 'Estación Este', 'Bici o nada'],
  ['elenacruz', 'Elena Cruz', 'Casco antiguo', 'Coro los jueves'],
  ['miguelpaz', 'Miguel Paz', 'Al pie del monte', 'Senderos y mapas viejos'],
  ['sofiagil', 'Sofía Gil', 'Campus Norte', 'Café antes que nada'],
  ['raulnieto', 'Raúl Nieto', 'Mercado', 'Pescado fresco'],
  ['inesmarin', 'Inés Marín', 'La Ribera', 'Maestra de primaria'],
  ['tomasvidal', 'Tomás Vidal', 'Casco antiguo', 'Carpintero'],
  ['noraibanez', 'Nora Ibáñez', 'Estación Este', ''],
];
const english: readonly Row[] = [
  ['emmahart', 'Emma Hart', 'North Campus', 'Physics, mostly on whiteboards'],
  ['samokoye', 'Sam Okoye', 'Old Town', 'Plays bass, badly'],
  ['priyanair', 'Priya Nair', 'Riverside', 'Doctor on odd days, gardener on even ones'],
  ['jackmoss', 'Jack Moss', 'East Station', 'Tram driver, line 3'],
  ['oliviareed', 'Olivia Reed', 'Market Street', 'Books bought and sold'],
  ['noahbanks', 'Noah Banks', 'Foothills', 'Up the hill before breakfast'],
  ['mayaclark', 'Maya Clark', 'Riverside', 'Community garden, plot 14'],
  ['benadler', 'Ben Adler', 'Old Town', 'Clocks repaired'],
  ['gracelin', 'Grace Lin', 'North Campus', 'Choir, code, congee'],
  ['leofoster', 'Leo Foster', 'East Station', 'Night shift, be kind'],
  ['zaraahmed', 'Zara Ahmed', 'Market Street', 'Spices and stories'],
  ['henrycole', 'Henry Cole', 'Foothills', 'Retired, finally'],
  ['ivystone', 'Ivy Stone', 'Riverside', 'Draws everything that stands still'],
  ['omarhaddad', 'عمر حداد', 'Old Town', 'خبز طازج كل صباح'],
];

function residents(rows: readonly Row[], language: Language): Resident[] {
  return rows.map(([handle, displayName, region, signature]) => ({
    ...{ handle, displayName, language, region, signature },
  }));
}

/** The forty residents, always the same ones. */
export const cityResidents: readonly Resident[] = [
  ...residents(chinese, 'zh'),
  ...residents(spanish, 'es'),
  ...residents(english, 'en'),
];
