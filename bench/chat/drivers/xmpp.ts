import type { Connection } from '../connection.ts';
import { pause } from '../../lib/figures.ts';
import type { GroupSize } from '../types.ts';
import type { Driver } from './driver.ts';

/** The host that the configuration templates of both XMPP servers serve. */
export const xmppHost = 'bench.example';
export const xmppRooms = `rooms.${xmppHost}`;
/** Everybody has the same: it is sent in clear over loopback. */
export const xmppPassword = 'p';
export const xmppUser = (person: number) => `u${person}`;

const streamStart =
  `<?xml version='1.0'?><stream:stream to='${xmppHost}' xmlns='jabber:client' ` +
  "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";

async function openStream(connection: Connection): Promise<void> {
  connection.write(streamStart);
  await connection.expect(/<\/stream:features>/);
}

const roomOf = (members: GroupSize) => `r${members}@${xmppRooms}`;

/** A new room is locked until its owner takes the form as it is (XEP-0045 §10.1.2). */
async function unlock(connection: Connection, members: GroupSize): Promise<void> {
  await pause(100);
  connection.write(
    `<iq to='${roomOf(members)}' type='set' id='form'>` +
      "<query xmlns='http://jabber.org/protocol/muc#owner'>" +
      "<x xmlns='jabber:x:data' type='submit'/></query></iq>",
  );
  await connection.expect(/id=['"]form['"]/);
}

function sendTo(connection: Connection, to: string, type: string, text: string): void {
  connection.write(`<message to='${to}' type='${type}'><body>${text}</body></message>`);
}

/** XMPP as its clients speak it, with SASL PLAIN and without TLS. */
export function createXmppDriver(): Driver {
  let lastPage = 0;
  return {
    async signIn(connection) {
      await openStream(connection);
      const secret = `\0${xmppUser(connection.person)}\0${xmppPassword}`;
      connection.write(
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" +
          `${Buffer.from(secret).toString('base64')}</auth>`,
      );
      await connection.expect(/<success[^>]*>/);
      connection.talk();
      await openStream(connection);
      connection.write(
        "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>" +
          '<resource>bench</resource></bind></iq>',
      );
      await connection.expect(/<\/iq>/);
      connection.write('<presence/>');
      await connection.expect(/<presence[^>]*>/);
    },
    async register(connection) {
      await openStream(connection);
      connection.write(
        "<iq type='set' id='new'><query xmlns='jabber:iq:register'>" +
          `<username>${xmppUser(connection.person)}</username>` +
          `<password>${xmppPassword}</password></query></iq>`,
      );
      await connection.expect(/<iq[^>]*type=['"]result['"]/);
    },
    sendDirect: (connection, to, text) =>
      sendTo(connection, `${xmppUser(to)}@${xmppHost}`, 'chat', text),
    async join(connection, members, isFirst) {
      connection.write(
        `<presence to='${roomOf(members)}/${xmppUser(connection.person)}'>` +
          "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>",
      );
      await connection.expect(/<status code=['"]110['"]\/>/);
      if (isFirst) await unlock(connection, members);
    },
    sendGroup: (connection, members, text) =>
      sendTo(connection, roomOf(members), 'groupchat', text),
    history: {
      isApart: false,
      ask(connection, peer, entries) {
        lastPage += 1;
        connection.write(
          `<iq type='set' id='page${lastPage}'><query xmlns='urn:xmpp:mam:2'>` +
            "<x xmlns='jabber:x:data' type='submit'>" +
            "<field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>" +
            `<field var='with'><value>${xmppUser(peer)}@${xmppHost}</value></field></x>` +
            "<set xmlns='http://jabber.org/protocol/rsm'>" +
            `<max>${entries}</max><before/></set></query></iq>`,
        );
      },
      end: Buffer.from('</fin>'),
    },
  };
}
