import type { MethodInput } from '@plaza/contract';

export type Language = MethodInput<'identity.signUp'>['locale'];

/** How the portrait wears its hair; beards go with the short. */
export type Hair = 'short' | 'long';

/** A resident of the demo city, as written: everything else is drawn from the seed. */
export type Resident = {
  handle: string;
  displayName: string;
  language: Language;
  region: string;
  signature: string;
  hair: Hair;
};

type Row = readonly [handle: string, name: string, region: string, signature: string, hair: Hair];

const chinese: readonly Row[] = [
  ['linxiao', '林晓', '北校区', '慢慢来，比较快。', 'long'],
  ['chenwei', '陈伟', '老城区', '今天也要好好吃饭', 'short'],
  ['wangfang', '王芳', '河畔新村', '种花、喝茶、看云', 'long'],
  ['zhaolei', '赵磊', '东站', '跑步第 312 天', 'short'],
  ['sunli', '孙丽', '北校区', '图书馆常驻人口', 'long'],
  ['zhoujie', '周洁', '市场街', '早上六点的面包最香', 'long'],
  ['wuqiang', '吴强', '东站', '修自行车，也修收音机', 'short'],
  ['xumei', '徐梅', '河畔新村', '两个孩子的妈妈', 'long'],
  ['heyun', '何云', '老城区', '拍照片的人', 'short'],
  ['gaopeng', '高鹏', '山脚', '周末爬山，风雨无阻', 'short'],
  ['liuyang', '刘洋', '北校区', '代码与咖啡', 'short'],
  ['mayan', '马燕', '市场街', '豆腐店，老字号', 'long'],
  ['dengnana', '邓娜娜', '河畔新村', '', 'long'],
];
const spanish: readonly Row[] = [
  ['anaruiz', 'Ana Ruiz', 'Casco antiguo', 'Pan, vino y buena gente', 'long'],
  ['diegovega', 'Diego Vega', 'La Ribera', 'Portero del bloque 7', 'short'],
  ['luciamora', 'Lucía Mora', 'Campus Norte', 'Tesis en curso, paciencia', 'long'],
  ['javiersoto', 'Javier Soto', 'Mercado', 'Fruta del día, de verdad', 'short'],
  ['carmenleon', 'Carmen León', 'La Ribera', 'Abuela de cinco', 'long'],
  ['pablorey', 'Pablo Rey', 'Estación Este', 'Bici o nada', 'short'],
  ['elenacruz', 'Elena Cruz', 'Casco antiguo', 'Coro los jueves', 'long'],
  ['miguelpaz', 'Miguel Paz', 'Al pie del monte', 'Senderos y mapas viejos', 'short'],
  ['sofiagil', 'Sofía Gil', 'Campus Norte', 'Café antes que nada', 'long'],
  ['raulnieto', 'Raúl Nieto', 'Mercado', 'Pescado fresco', 'short'],
  ['inesmarin', 'Inés Marín', 'La Ribera', 'Maestra de primaria', 'long'],
  ['tomasvidal', 'Tomás Vidal', 'Casco antiguo', 'Carpintero', 'short'],
  ['noraibanez', 'Nora Ibáñez', 'Estación Este', '', 'long'],
];
const english: readonly Row[] = [
  ['emmahart', 'Emma Hart', 'North Campus', 'Physics, mostly on whiteboards', 'long'],
  ['samokoye', 'Sam Okoye', 'Old Town', 'Plays bass, badly', 'short'],
  ['priyanair', 'Priya Nair', 'Riverside', 'Doctor on odd days, gardener on even ones', 'long'],
  ['jackmoss', 'Jack Moss', 'East Station', 'Tram driver, line 3', 'short'],
  ['oliviareed', 'Olivia Reed', 'Market Street', 'Books bought and sold', 'long'],
  ['noahbanks', 'Noah Banks', 'Foothills', 'Up the hill before breakfast', 'short'],
  ['mayaclark', 'Maya Clark', 'Riverside', 'Community garden, plot 14', 'long'],
  ['benadler', 'Ben Adler', 'Old Town', 'Clocks repaired', 'short'],
  ['gracelin', 'Grace Lin', 'North Campus', 'Choir, code, congee', 'long'],
  ['leofoster', 'Leo Foster', 'East Station', 'Night shift, be kind', 'short'],
  ['zaraahmed', 'Zara Ahmed', 'Market Street', 'Spices and stories', 'long'],
  ['henrycole', 'Henry Cole', 'Foothills', 'Retired, finally', 'short'],
  ['ivystone', 'Ivy Stone', 'Riverside', 'Draws everything that stands still', 'long'],
  ['omarhaddad', 'عمر حداد', 'Old Town', 'خبز طازج كل صباح', 'short'],
];

function residents(rows: readonly Row[], language: Language): Resident[] {
  return rows.map(([handle, displayName, region, signature, hair]) => ({
    ...{ handle, displayName, language, region, signature, hair },
  }));
}

/** The forty residents, always the same ones. */
export const cityResidents: readonly Resident[] = [
  ...residents(chinese, 'zh'),
  ...residents(spanish, 'es'),
  ...residents(english, 'en'),
];
