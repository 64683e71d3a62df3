import type { Language } from './people.ts';

/** A short exchange: lines said in turn by speakers 0, 1, 2 … of a conversation. */
export type Exchange = readonly (readonly [speaker: number, text: string])[];

/** What two people say to each other. */
export const pairTalk: Record<Language, readonly Exchange[]> = {
  zh: [
    [
      [0, '明天还去菜市场吗？'],
      [1, '去，十点在东门见吧'],
      [0, '我想买一些水果，还有你说的那家面包店 🥖'],
      [1, '那家七点半就排队了，我先去占个位置'],
      [0, '好的，谢谢！'],
    ],
    [
      [0, '电梯修好了吗？'],
      [1, '修好了，师傅刚走'],
      [0, '太好了，我妈今天能下楼散步了 😄'],
    ],
    [
      [0, '昨晚的会议记录能发我一份吗？'],
      [1, '稍等，我整理一下'],
      [1, '主要三件事：三号线周末停运、花园的水管、还有孩子们的演出'],
      [0, '收到，辛苦了！'],
      [1, '演出是周六下午三点，记得带相机'],
    ],
    [
      [0, '今天爬山吗？天气很好'],
      [1, '下午可以，三点山脚集合？'],
      [0, '三点见 ⛰️'],
      [1, '我家在上海东边住过，那边一座山都没有，现在补回来'],
    ],
    [
      [0, '你的自行车链条到了，随时来换'],
      [1, '这么快！晚上下班过去'],
      [0, '我七点关门，不着急'],
    ],
  ],
  es: [
    [
      [0, '¿Vienes mañana al mercado?'],
      [1, 'Sí, a las diez en la puerta grande'],
      [0, '¿Llevo bolsas?'],
      [1, 'Trae dos, que hay naranjas 🍊'],
      [0, 'Hecho'],
    ],
    [
      [0, 'El ascensor ya funciona'],
      [1, '¡Por fin! Mi madre llevaba tres días sin bajar'],
      [0, 'El técnico dice que era un fusible'],
      [1, 'Gracias por estar pendiente 🙏'],
    ],
    [
      [0, '¿Me pasas los apuntes del jueves?'],
      [1, 'Te los dejo en la biblioteca, mesa de siempre'],
      [0, 'Eres un sol'],
    ],
    [
      [0, 'Este domingo subimos al monte, ¿te animas?'],
      [1, '¿A qué hora?'],
      [0, 'Salimos a las ocho de la estación'],
      [1, 'Uf. Vale. Pero el café lo pones tú ☕'],
    ],
    [
      [0, 'La línea 3 va con seis minutos de retraso'],
      [1, 'Gracias por avisar, salgo antes'],
    ],
  ],
  en: [
    [
      [0, 'Are we still going to the market tomorrow?'],
      [1, 'Yes! Ten o’clock at the big gate. I will take the tram, line 3.'],
      [0, 'The station closes at 23:30 tonight, check before you leave'],
      [1, 'Perfect, see you there!'],
    ],
    [
      [0, 'Your clock is ready. It ticks again after forty years.'],
      [1, 'My grandfather would be so happy. Thank you!'],
      [0, 'Come by whenever, the shop is open till six'],
    ],
    [
      [0, 'Could you water plot 14 while I am away?'],
      [1, 'Of course. Tomatoes too?'],
      [0, 'Tomatoes first, they sulk 🍅'],
      [1, 'Consider them spoiled'],
    ],
    [
      [0, 'I finished the book you lent me'],
      [1, 'And?'],
      [0, 'I cried on the tram. The driver asked if I was all right.'],
      [1, 'That was Jack, wasn’t it'],
      [0, 'It was Jack'],
    ],
    [
      [0, 'Night shift is over. Is the bakery open yet?'],
      [1, 'Omar opens at five, run'],
      [0, 'Best city in the world 🥐'],
    ],
  ],
};

export type GroupTalk = { name: string; language: Language; size: number; said: Exchange };

/** The groups of the city, some of them in several languages at once, as real ones are. */
export const groupTalk: readonly GroupTalk[] = [
  {
    name: 'Family 家人群',
    language: 'zh',
    size: 4,
    said: [
      [0, '晚上八点吃饭，都回来吗？'],
      [1, '回！我带水果 🍊'],
      [2, 'I will be ten minutes late, start without me'],
      [3, '给你留汤'],
      [0, '好，路上小心'],
      [1, '到了到了'],
    ],
  },
  {
    name: 'Vecinos del bloque 7',
    language: 'es',
    size: 9,
    said: [
      [0, 'Buenas tardes a todos. El ascensor funciona otra vez 🎉'],
      [1, '¡Bravo!'],
      [2, '谢谢！太好了'],
      [3, 'Thank you, Diego!'],
      [4, '¿Y la luz del portal?'],
      [0, 'Mañana viene el electricista, entre nueve y once'],
      [5, 'Yo puedo abrirle'],
      [0, 'Perfecto, gracias'],
    ],
  },
  {
    name: 'Study group 学习小组',
    language: 'en',
    size: 6,
    said: [
      [0, 'Notes from Thursday are on the shared desk, second floor'],
      [1, '谢谢！第三题有人做出来了吗？'],
      [2, 'Use the symmetry first, then it is two lines'],
      [1, '懂了！'],
      [3, '¿Quedamos el lunes a las seis?'],
      [4, 'Monday at six works'],
      [5, '我也行'],
    ],
  },
  {
    name: 'Hill walkers',
    language: 'en',
    size: 8,
    said: [
      [0, 'Sunday: the ridge path, about four hours, easy pace'],
      [1, '¿Hay fuente arriba?'],
      [0, 'There is, but it froze last week. Bring water.'],
      [2, '我带大家的茶 🍵'],
      [3, 'You are a hero'],
      [4, '报名 +1'],
      [5, '+1'],
    ],
  },
  {
    name: '社区花园 · Garden',
    language: 'zh',
    size: 7,
    said: [
      [0, '水管周三修好，这几天请自带水壶'],
      [1, 'Thanks for sorting it out!'],
      [2, 'Los tomates lo agradecen'],
      [3, '周末有人一起翻土吗？'],
      [1, 'Saturday morning, count me in'],
    ],
  },
  {
    name: 'Coro de los jueves',
    language: 'es',
    size: 6,
    said: [
      [0, 'Este jueves ensayamos en la sala pequeña'],
      [1, 'I will bring the new scores'],
      [2, '我可能晚到十五分钟'],
      [0, 'Sin problema, calentamos primero'],
      [3, '¿Alguien tiene un atril de sobra?'],
      [1, 'I have two'],
    ],
  },
];

/** The words of a request that waits to be answered. */
export const requestReasons: Record<Language, string> = {
  zh: '你好，我们在社区花园见过',
  es: 'Hola, soy del coro de los jueves',
  en: 'Hi, we met at the market on Saturday',
};

/** Why the city gives everybody something to begin with; stands in the statement. */
export const welcomeReasons: Record<Language, string> = {
  zh: '欢迎来到我们的城市',
  es: 'Te damos la bienvenida',
  en: 'Welcome to the city',
};

/** What people write beside the money that they send. */
export const paymentNotes: Record<Language, readonly string[]> = {
  zh: ['午饭', '水果 🍊', '电影票', '生日快乐 🎂', '打车平摊', ''],
  es: ['La cena', 'Las naranjas 🍊', 'Entradas del cine', '¡Feliz cumple! 🎂', 'El taxi', ''],
  en: ['Lunch', 'Bread 🥐', 'Cinema tickets', 'Happy birthday 🎂', 'Half the taxi', ''],
};
