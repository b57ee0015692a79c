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
};
