/** The words around what is secret: codes. */
import { template } from './template.ts';

export const codeTemplates = {
  'code.registration': template(['sealed'], {
    message: {
      id: {
        subject: 'Kode Anda',
        text: '{secret} adalah kode Anda untuk pendaftaran di Trunkline. Berlaku lima menit. Jangan berikan kepada siapa pun.',
      },
      en: {
        subject: 'Your code',
        text: '{secret} is your code for the registration at Trunkline. It is good for five minutes. Give it to nobody.',
      },
    },
  }),
  'code.phone': template(['sealed'], {
    message: {
      id: {
        subject: 'Kode Anda',
        text: '{secret} adalah kode untuk mencatat nomor ini pada akun pelanggan Trunkline. Berlaku lima menit. Jangan berikan kepada siapa pun; bila Anda tidak memintanya, abaikan pesan ini.',
      },
      en: {
        subject: 'Your code',
        text: '{secret} is the code that makes this the phone of a customer account at Trunkline. It is good for five minutes. Give it to nobody; if you did not ask for it, do nothing.',
      },
    },
  }),
};
