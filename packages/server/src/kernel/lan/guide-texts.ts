export type GuideText = {
  title: string;
  why: string;
  download: string;
  fingerprint: string;
  devices: readonly { name: string; steps: readonly string[] }[];
  open: string;
  remove: string;
};

export const guideTexts: Record<'en' | 'es' | 'zh-Hans', GuideText> = {
  en: {
    title: 'Trust this Plaza on your device',
    why:
      'Camera, notifications and passkeys work only over a trusted connection. Install this ' +
      'server’s certificate once. It can vouch only for addresses of the local network, never ' +
      'for other sites.',
    download: 'Download the certificate',
    fingerprint: 'Compare its SHA-256 fingerprint with the one in the server’s terminal:',
    devices: [
      {
        name: 'iPhone and iPad',
        steps: [
          'Open this page in Safari, download the certificate and allow the profile.',
          'Open Settings, tap “Profile Downloaded”, then “Install”.',
          'Open Settings › General › About › Certificate Trust Settings and switch it on.',
        ],
      },
      {
        name: 'Android',
        steps: [
          'Download the certificate.',
          'Open Settings, search for “CA certificate” and choose it.',
          'Tap “Install anyway” and choose the downloaded file.',
        ],
      },
      {
        name: 'Computer',
        steps: [
          'macOS: open the file, add it to the keychain, open it there and choose “Always Trust”.',
          'Windows: open the file, “Install Certificate”, then “Trusted Root Certification ' +
            'Authorities”.',
          'Linux and Firefox: in the browser’s settings search for “certificates”, import the ' +
            'file under “Authorities” and trust it for web sites.',
        ],
      },
    ],
    open: 'Then open',
    remove: 'You can remove the certificate in the same place at any time.',
  },
  es: {
    title: 'Confía en este Plaza desde tu dispositivo',
    why:
      'La cámara, los avisos y las llaves de acceso solo funcionan con una conexión de ' +
      'confianza. Instala una vez el certificado de este servidor. Solo vale para direcciones ' +
      'de la red local, nunca para otros sitios.',
    download: 'Descargar el certificado',
    fingerprint: 'Compara su huella SHA-256 con la del terminal del servidor:',
    devices: [
      {
        name: 'iPhone y iPad',
        steps: [
          'Abre esta página en Safari, descarga el certificado y permite el perfil.',
          'Abre Ajustes, toca «Perfil descargado» y luego «Instalar».',
          'Abre Ajustes › General › Información › Ajustes de confianza de los certificados y ' +
            'actívalo.',
        ],
      },
      {
        name: 'Android',
        steps: [
          'Descarga el certificado.',
          'Abre Ajustes, busca «Certificado de CA» y elígelo.',
          'Toca «Instalar de todos modos» y elige el archivo descargado.',
        ],
      },
      {
        name: 'Ordenador',
        steps: [
          'macOS: abre el archivo, añádelo al llavero, ábrelo allí y elige «Confiar siempre».',
          'Windows: abre el archivo, «Instalar certificado», «Entidades de certificación raíz ' +
            'de confianza».',
          'Linux y Firefox: en los ajustes del navegador busca «certificados», importa el ' +
            'archivo en «Autoridades» y confía en él para sitios web.',
        ],
      },
    ],
    open: 'Después abre',
    remove: 'Puedes quitar el certificado en el mismo lugar cuando quieras.',
  },
  'zh-Hans': {
    title: '在你的设备上信任这个 Plaza',
    why:
      '相机、通知和通行密钥只在受信任的连接下可用。只需安装一次本服务器的证书。' +
      '它只对本地网络的地址有效，对其他网站无效。',
    download: '下载证书',
    fingerprint: '请与服务器终端显示的 SHA-256 指纹核对：',
    devices: [
      {
        name: 'iPhone 和 iPad',
        steps: [
          '用 Safari 打开本页，下载证书并允许描述文件。',
          '打开“设置”，点“已下载描述文件”，再点“安装”。',
          '打开“设置”›“通用”›“关于本机”›“证书信任设置”，将其打开。',
        ],
      },
      {
        name: '安卓',
        steps: [
          '下载证书。',
          '打开“设置”，搜索“CA 证书”并选择。',
          '点“仍然安装”，选择下载的文件。',
        ],
      },
      {
        name: '电脑',
        steps: [
          'macOS：打开文件，加入钥匙串，在其中打开并选择“始终信任”。',
          'Windows：打开文件，“安装证书”，选择“受信任的根证书颁发机构”。',
          'Linux 和 Firefox：在浏览器设置中搜索“证书”，在“证书颁发机构”中导入并信任该文件。',
        ],
      },
    ],
    open: '然后打开',
    remove: '你可以随时在同一位置移除该证书。',
  },
};
