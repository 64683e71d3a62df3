import type { Words } from './types.ts';

export const es: Words = {
  language: 'es',
  title: 'Tus datos de Plaza',
  madeFor: 'Para {name} (@{handle}), creado el {time}.',
  howToRead:
    'Esta carpeta contiene todo lo que la ciudad guarda de ti. Las páginas son para leer; los ' +
    'archivos JSON contienen lo mismo para los programas.',
  why: 'Para qué',
  keptFor: 'Se guarda',
  onErasure: 'Si eliminas la cuenta',
  files: 'Qué hay aquí',
  nothingKept: 'Aquí no se guarda nada de ti.',
  entries: 'entradas',
  asJson: 'JSON',
  back: 'Volver al resumen',
  yes: 'Sí',
  no: 'No',
  none: '—',
  missing: 'No se encontraron estos archivos:',
  fields: {
    address: 'Dirección',
    allowsStrangers: 'Abierto a desconocidos',
    amountMinor: 'Importe (unidad mínima)',
    announced: 'Aviso',
    at: 'Hora',
    attachment: 'Adjunto',
    audience: 'Para quién',
    author: 'Autor',
    authorId: 'Número del autor',
    availableMinor: 'Disponible (unidad mínima)',
    balanceMinor: 'Saldo (unidad mínima)',
    bill: 'Cuenta compartida',
    billId: 'Número de cuenta compartida',
    billReminder: 'Recordatorio de cuenta',
    blocked: 'Bloqueado',
    body: 'Contenido',
    callEnded: 'Llamada terminada',
    callMissed: 'Llamada perdida',
    callStarted: 'Llamada iniciada',
    chatOnly: 'Solo chat',
    closesAt: 'Se cierra el',
    collector: 'Quien pide',
    commentCount: 'Número de comentarios',
    commentId: 'Número del comentario',
    comments: 'Comentarios',
    commitment: 'Compromiso',
    contact: 'Contacto',
    conversationId: 'Número de conversación',
    count: 'Número de partes',
    counterparty: 'Con quién',
    created: 'Grupo creado',
    createdAt: 'Creado',
    currency: 'Moneda',
    deletionAt: 'Se eliminará',
    device: 'Dispositivo',
    direction: 'Dirección',
    displayName: 'Nombre',
    dissolved: 'Grupo disuelto',
    draft: 'Borrador',
    editedAt: 'Editado',
    expiresAt: 'Vuelve el',
    failure: 'Por qué no se hizo',
    findableByCode: 'Se me encuentra por código',
    findableByHandle: 'Se me encuentra por usuario',
    forPerson: 'Para quién',
    greeting: 'Saludo',
    groupInvite: 'Invitación a un grupo',
    handle: 'Usuario',
    heldMinor: 'En camino (unidad mínima)',
    hideMine: 'No ve mis momentos',
    hideTheirs: 'No veo sus momentos',
    joinApprovalSet: 'Aprobación de entradas',
    kind: 'Tipo',
    lastSeenAt: 'Visto por última vez',
    likeCount: 'Número de me gusta',
    liked: 'Me gusta',
    likes: 'Les gusta',
    lineNumber: 'Línea',
    listed: 'En mis contactos',
    locale: 'Idioma',
    location: 'Lugar',
    maxAmountMinor: 'Pago máximo (unidad mínima)',
    mayReact: 'Puede comentar',
    memberLeft: 'Salió del grupo',
    memberRemoved: 'Fue retirado del grupo',
    membersAdded: 'Entraron en el grupo',
    mentions: 'Menciones',
    message: 'Mensaje',
    mine: 'Mi parte',
    money: 'Importe',
    muteAllSet: 'Silencio general',
    muted: 'Silenciado',
    name: 'Nombre',
    nickname: 'Apodo',
    nicknameSet: 'Nuevo apodo',
    note: 'Concepto',
    on: 'Activado',
    options: 'Opciones',
    overAt: 'Terminó',
    ownerChanged: 'Nuevo dueño del grupo',
    packet: 'Sobre rojo',
    packetId: 'Número de sobre',
    packetTaken: 'Sobre rojo abierto',
    paid: 'Pagado',
    paidCount: 'Pagos',
    payee: 'Quien cobra',
    payer: 'Quien paga',
    people: 'Personas',
    person: 'Persona',
    personalCode: 'Código personal',
    personId: 'Número de persona',
    pinned: 'Fijado',
    place: 'Lugar',
    poll: 'Encuesta',
    postId: 'Número de la publicación',
    question: 'Pregunta',
    reason: 'Motivo',
    reference: 'Referencia',
    region: 'Región',
    remark: 'Nota',
    remindedAt: 'Recordado',
    renamed: 'Nuevo nombre',
    replyTo: 'En respuesta a',
    role: 'Papel',
    roleChanged: 'Cambio de papel',
    scale: 'Decimales',
    seconds: 'Segundos',
    sender: 'Quien envía',
    senderId: 'Remitente',
    seq: 'Número',
    settledAt: 'Terminado',
    settledCount: 'Partes saldadas',
    shares: 'Partes',
    signature: 'Firma',
    signedInBy: 'Entrada con',
    since: 'Desde',
    starred: 'Destacado',
    state: 'Estado',
    subjectId: 'Pertenece a',
    tags: 'Etiquetas',
    takenCount: 'Partes tomadas',
    text: 'Texto',
    timerSet: 'Mensajes que desaparecen',
    transfer: 'Envío de dinero',
    transferId: 'Número de envío',
    transferSettled: 'Envío terminado',
    type: 'Clase',
    version: 'Versión',
    via: 'Encontrado por',
    window: 'Visible durante',
  },
  sentences: {
    Contacts: 'Contactos',
    'To know whom you want to hear from: contacts, blocks, requests, and how you are found.':
      'Para saber de quién quieres recibir: contactos, bloqueos, solicitudes y cómo te encuentran.',
    'Until you remove them; requests for 60 days.':
      'Hasta que los quites; las solicitudes, 60 días.',
    'Deleted, also from the lists of others.':
      'Se elimina, también de las listas de otras personas.',
    'Account and devices': 'Cuenta y dispositivos',
    Conversations: 'Conversaciones',
    'To bring messages to you and the people you write with, on all devices.':
      'Para llevar los mensajes a ti y a quienes te escriben, en todos los dispositivos.',
    'Until you delete your account; what you clear is hidden from you at once.':
      'Hasta que elimines la cuenta; lo que vacías deja de mostrarse enseguida.',
    'Changes for your devices': 'Cambios para tus dispositivos',
    'So that every device of yours learns what changed while it was away.':
      'Para que cada dispositivo tuyo sepa qué cambió mientras no estaba.',
    '30 days, at most 10,000 changes': '30 días, como mucho 10 000 cambios',
    'All of it is deleted.': 'Se elimina todo.',
    'Uploaded files': 'Archivos subidos',
    'Until you replace or delete them; an upload that is never used for one day.':
      'Hasta que los cambies o borres; lo subido que nunca se usa, un día.',
    'What operators did to the account': 'Qué hicieron los operadores con la cuenta',
    'So that nobody who runs the city can act on an account without a trace.':
      'Para que nadie que dirija la ciudad pueda tocar una cuenta sin dejar rastro.',
    'Two years.': 'Dos años.',
    'Your data and your account’s end': 'Tus datos y el fin de tu cuenta',
    'To hand out this export once, and to erase the account when its time has come.':
      'Para entregar esta exportación una vez y borrar la cuenta cuando llegue su hora.',
    'An export for minutes; a deletion as long as backups might bring the account back.':
      'Una exportación, minutos; una eliminación, mientras una copia pueda devolver la cuenta.',
    'A number without a name and three times stay, so that a restored backup can forget again.':
      'Quedan un número sin nombre y tres fechas, para que una copia restaurada olvide de nuevo.',
    ['Your profile, so that others know whom they talk to, and your passwords (only as ' +
    'hashes), passkeys, recovery codes and devices, so that only you get in.']:
      'Tu perfil, para que los demás sepan con quién hablan, y tus contraseñas (solo su ' +
      'huella), llaves de acceso, códigos de recuperación y dispositivos, para que solo ' +
      'entres tú.',
    ['As long as the account. Devices 400 days after their last use, wrong tries one day, ' +
    'old handles 30 days.']:
      'Lo que dure la cuenta. Los dispositivos, 400 días desde su último uso; los intentos ' +
      'fallidos, un día; los usuarios antiguos, 30 días.',
    ['Everything is erased at once; a number without a name stays, so that the logs of ' +
    'others make sense, and the handle is kept from others for 30 days.']:
      'Todo se borra de una vez; queda un número sin nombre, para que los registros de otros ' +
      'tengan sentido, y nadie puede tomar el usuario durante 30 días.',
    'Entries stay for their two years and point to a number without a name.':
      'Las entradas siguen sus dos años y apuntan a un número sin nombre.',
    'Red packets': 'Sobres rojos',
    'To split what you put in, to give each their share once, and to show who got what.':
      'Para repartir lo que pones, dar a cada quien su parte una vez y mostrar quién recibió qué.',
    'As long as the account.': 'Lo que dure la cuenta.',
    ['Open packets of yours end, and what is left goes to the city. Your greetings are deleted; ' +
    'those who gave to you or took from you keep the amounts without your name.']:
      'Tus sobres abiertos terminan y lo que quede pasa a la ciudad. Se eliminan tus saludos; ' +
      'quienes te dieron o recibieron de ti conservan los importes sin tu nombre.',
    'Shared bills': 'Cuentas compartidas',
    'To ask each for their part, to have it paid once, and to show who has paid.':
      'Para pedir a cada quien su parte, que se pague una sola vez y mostrar quién ha pagado.',
    ['Bills of yours are closed and lose their titles; what is asked of you is asked no more. ' +
    'Those with whom you shared bills keep the amounts without your name.']:
      'Tus cuentas se cierran y pierden su título; lo que se te pide deja de pedirse. Quienes ' +
      'compartieron cuentas contigo conservan los importes sin tu nombre.',
    'Top-ups and payouts': 'Recargas y retiros',
    'To bring your money in and out once, by voucher, cash desk or bank.':
      'Para que tu dinero entre y salga una sola vez, por vale, caja o banco.',
    ['What is on its way out comes back, or is paid by the bank that has it already; then ' +
    'all of it is deleted. Entries of the bank stay without names.']:
      'Lo que está saliendo vuelve, o lo paga el banco que ya lo tiene; después se elimina todo. ' +
      'Los apuntes del banco quedan sin nombres.',
    'Who you are for shops': 'Quién eres para las tiendas',
    'So that each app of a shop knows you again, by a name that no other app has.':
      'Para que cada aplicación de una tienda te reconozca por un nombre que ninguna otra tiene.',
    'As long as the account; what shops were told of payments 30 days.':
      'Lo que dure la cuenta; lo que se dijo a las tiendas de los pagos, 30 días.',
    'Deleted: nobody can tell any more whose such a name was.':
      'Se borra: ya nadie puede saber de quién era ese nombre.',
    Merchants: 'Comercios',
    ['To show what you paid to merchants and were paid back, and to let you and those who ' +
    'work with you take money.']:
      'Para mostrarte lo que pagaste en comercios y lo que te devolvieron, y para que tú y ' +
      'quienes trabajan contigo podáis cobrar.',
    'As long as the account; the books of a merchant as long as the city keeps its books.':
      'Lo que dure la cuenta; los libros de un comercio, lo que la ciudad conserve los ' + 'suyos.',
    ['You leave the merchants at which you work. One that you own goes to its longest ' +
    'manager; without one it is closed, and what it has left goes to the city. Merchants ' +
    'keep what was paid to them without your name.']:
      'Dejas los comercios en los que trabajas. Uno tuyo pasa a quien lleve más tiempo de ' +
      'encargado; si no hay nadie, se cierra y lo que le quede pasa a la ciudad. Los ' +
      'comercios conservan lo cobrado sin tu nombre.',
    'Family cards': 'Tarjetas familiares',
    'To let people pay with your wallet within your caps, and to show both of you what for.':
      'Para que otros paguen con tu cartera dentro de tus topes y ambos vean en qué.',
    'As long as the account of whoever gave the card.': 'Lo que dure la cuenta de quien la dio.',
    ['Your cards end. What you gave is deleted with all that was paid by it; of cards that you ' +
    'held, their givers keep the payments without your name.']:
      'Tus tarjetas terminan. Las que diste se eliminan con todo lo que se pagó con ellas; de ' +
      'las que tenías, quien te las dio conserva los pagos sin tu nombre.',
    'Pay codes': 'Códigos de pago',
    'To take each code once (only its hash is kept), and to count what a day may take.':
      'Para aceptar cada código una sola vez (solo se guarda su huella) y contar lo gastado hoy.',
    'Codes for a day; devices until you switch them off or sign out there.':
      'Los códigos, un día; los dispositivos, hasta que los desactives o cierres sesión en ellos.',
    Money: 'Dinero',
    ['To keep your money exact: your balance, your statement, your transfers, and the pay PIN ' +
    '(only as a hash) that says yes to them.']:
      'Para llevar tu dinero con exactitud: tu saldo, tu extracto, tus envíos y el PIN de pago ' +
      '(solo su huella) que los aprueba.',
    'As long as the account; answers to refused payments for 30 days.':
      'Lo que dure la cuenta; las respuestas a pagos rechazados, 30 días.',
    ['Spend your balance before: what is left goes to the city. Money on its way goes back. ' +
    'Your PIN, statement and notes are deleted; those you paid keep theirs without your name.']:
      'Gasta antes tu saldo: lo que quede pasa a la ciudad. El dinero en camino vuelve. Se ' +
      'eliminan tu PIN, tu extracto y tus notas; quienes cobraron de ti conservan el suyo sin ' +
      'tu nombre.',
    'Proofs of the books': 'Pruebas de los libros',
    'So that anybody can check that no entry of the books was changed afterwards.':
      'Para que cualquiera pueda comprobar que ningún asiento de los libros se cambió después.',
    'For good: what was signed stays signed.': 'Para siempre: lo firmado queda firmado.',
    'Nothing: there is no personal data in them. Your receipts stay valid.':
      'Nada: no contienen datos personales. Tus recibos siguen siendo válidos.',
    'The books of the city': 'Los libros de la ciudad',
    'To keep money from being lost, doubled or invented. The books hold no name.':
      'Para que el dinero no se pierda, duplique ni invente. Los libros no tienen nombres.',
    'For good: an entry is never changed or removed.':
      'Para siempre: un asiento nunca se cambia ni se quita.',
    'Entries stay; the number of your account points to nobody any more.':
      'Los asientos quedan; el número de tu cuenta ya no apunta a nadie.',
    'Work in progress': 'Trabajo en curso',
    'So that what follows from a change happens even if the server stops in between.':
      'Para que lo que sigue a un cambio ocurra aunque el servidor se detenga entretanto.',
    'Until it is done, usually less than a second.':
      'Hasta que está hecho, normalmente menos de un segundo.',
    'It is done, and then gone.': 'Se hace, y luego desaparece.',
    Search: 'Búsqueda',
    'To find messages by their words.': 'Para encontrar mensajes por sus palabras.',
    'As long as the messages themselves.': 'Lo mismo que los mensajes.',
    'The index of your messages is made anew without them.':
      'El índice se rehace sin tus mensajes.',
    'Notifications on your devices': 'Avisos en tus dispositivos',
    'To call for you when the app is closed, where you asked for it.':
      'Para avisarte cuando la aplicación está cerrada, donde lo pediste.',
    'Until you switch it off or sign out there; places of messages for a day.':
      'Hasta que lo desactives o cierres sesión allí; los lugares de los mensajes, un día.',
    Moments: 'Momentos',
    'To show your posts to whom you want, and what friends left at them.':
      'Para mostrar tus publicaciones a quien quieras, y lo que tus amigos dejaron en ellas.',
    'Until you delete it, or your account.': 'Hasta que lo borres, o elimines la cuenta.',
    'Deleted, with what others left at your posts and what you left at theirs.':
      'Se elimina, con lo que otros dejaron en tus publicaciones y lo que dejaste en las suyas.',
    'Favourites and notes': 'Favoritos y notas',
    'To find again, on every device, what you wanted to keep.':
      'Para volver a encontrar, en cada dispositivo, lo que quisiste guardar.',
    'Until you remove it, or your account; a message that is taken back goes at once.':
      'Hasta que lo quites, o elimines la cuenta; un mensaje retirado desaparece enseguida.',
    'All of it is deleted, and what others kept of your messages too.':
      'Se elimina todo, también lo que otras personas guardaron de tus mensajes.',
    Calls: 'Llamadas',
    'To ring, to know who is in a call, and to write into the conversation that it was.':
      'Para que suene, para saber quién está en una llamada y para anotarla en la conversación.',
    '30 days after the call; what was said in it is never kept.':
      '30 días después de la llamada; lo que se dijo no se guarda nunca.',
    'The calls you made and your part in others are deleted.':
      'Se eliminan tus llamadas y tu parte en las de otras personas.',
    Stickers: 'Stickers y colecciones',
    'To have your own sets of stickers, and those that you collected, on every device.':
      'Para tener en cada dispositivo tus colecciones de stickers y las que reuniste.',
    'Until you delete them, or your account.': 'Hasta que las elimines, o elimines la cuenta.',
    'Your sets are deleted for everybody; stickers that others sent stay in their words.':
      'Tus colecciones se eliminan para todos; los stickers que otros enviaron siguen en sus ' +
      'mensajes.',
    'Reports and decisions': 'Denuncias y decisiones',
    'To act on what breaks the rules, to say why, and to let it be looked at again.':
      'Para actuar ante lo que incumple las normas, decir por qué y permitir que se revise.',
    ['What was reported is kept for a year after the decision, also when the message ' +
    'itself was recalled or has disappeared; the decision until the account is deleted.']:
      'Lo denunciado, un año desde la decisión, aunque el mensaje se haya retirado o haya ' +
      'desaparecido; la decisión, hasta que se elimine la cuenta.',
    ['Your reports lose your name and your words; decisions about you lose your name and ' +
    'what was kept as evidence.']:
      'Tus denuncias pierden tu nombre y tus palabras; las decisiones sobre ti pierden tu ' +
      'nombre y lo guardado como prueba.',
    'To show what you uploaded to those whom you let see it.':
      'Para mostrar lo que subiste a quienes dejas verlo.',
    ['All of them are deleted; a file that others sent on stays in their messages, and ' +
    'says no longer that it was yours.']:
      'Se eliminan todos; un archivo que otros reenviaron sigue en sus mensajes y ya no dice ' +
      'que era tuyo.',
    ['You leave every group, your messages, reactions and votes are removed from all ' +
    'conversations, and your list, drafts and reading positions are deleted.']:
      'Sales de todos los grupos, tus mensajes, reacciones y votos se quitan de todas las ' +
      'conversaciones y se eliminan tu lista, tus borradores y tus posiciones de lectura.',
  },
};
