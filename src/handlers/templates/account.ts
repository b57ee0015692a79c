/** The words about accounts: `account.*` to the person, `user.*` to administrators; and the test notice. */
import { template } from './template.ts';

export const accountTemplates = {
  'account.locked': template([], {
    notice: {
      id: { subject: 'Akun Anda terkunci', text: 'Hubungi administrator bila bukan Anda penyebabnya.' },
      en: {
        subject: 'Your account is locked',
        text: 'Speak to an administrator if this was not your doing.',
      },
    },
    message: {
      id: {
        subject: 'Akun Anda terkunci',
        text: 'Halo {recipientName}, akun Anda terkunci. Hubungi administrator bila bukan Anda penyebabnya.',
      },
      en: {
        subject: 'Your account is locked',
        text: 'Hello {recipientName}, your account is locked. Speak to an administrator if this was not your doing.',
      },
    },
  }),
  'account.unlocked': template([], {
    notice: {
      id: { subject: 'Akun Anda dibuka kembali', text: 'Anda dapat masuk lagi.' },
      en: { subject: 'Your account is unlocked', text: 'You can sign in again.' },
    },
    message: {
      id: {
        subject: 'Akun Anda dibuka kembali',
        text: 'Halo {recipientName}, Anda dapat masuk lagi.',
      },
      en: { subject: 'Your account is unlocked', text: 'Hello {recipientName}, you can sign in again.' },
    },
  }),
  'account.role_changed': template(['role'], {
    notice: {
      id: { subject: 'Peran Anda berubah', text: 'Peran Anda sekarang {role}.' },
      en: { subject: 'Your role has changed', text: 'Your role is {role} now.' },
    },
    message: {
      id: {
        subject: 'Peran Anda berubah',
        text: 'Halo {recipientName}, peran Anda sekarang {role}.',
      },
      en: { subject: 'Your role has changed', text: 'Hello {recipientName}, your role is {role} now.' },
    },
  }),
  'account.session_revoked': template([], {
    notice: {
      id: { subject: 'Salah satu sesi Anda diakhiri', text: 'Masuk lagi di perangkat itu.' },
      en: { subject: 'One of your sessions was ended', text: 'Sign in again on that device.' },
    },
    message: {
      id: {
        subject: 'Sesi Anda diakhiri',
        text: 'Halo {recipientName}, salah satu sesi Anda diakhiri. Ganti kata sandi bila Anda merasa asing.',
      },
      en: {
        subject: 'A session of yours was ended',
        text: 'Hello {recipientName}, one of your sessions was ended. Change your password if you know nothing of it.',
      },
    },
  }),
  'account.password_changed': template([], {
    notice: {
      id: { subject: 'Kata sandi Anda diganti', text: 'Bukan Anda? Hubungi administrator.' },
      en: { subject: 'Your password was changed', text: 'Not you? Speak to an administrator.' },
    },
    message: {
      id: {
        subject: 'Kata sandi Anda diganti',
        text: 'Halo {recipientName}, kata sandi Anda diganti. Bukan Anda? Hubungi administrator.',
      },
      en: {
        subject: 'Your password was changed',
        text: 'Hello {recipientName}, your password was changed. Not you? Speak to an administrator.',
      },
    },
  }),
  'user.locked': template(['reason'], {
    notice: {
      id: {
        subject: 'Sebuah akun terkunci',
        text: '{reason, select, wrong_passwords {Terlalu banyak kata sandi salah.} administrator {Dikunci oleh administrator.} other {Sebab: {reason}}}',
      },
      en: {
        subject: 'An account is locked',
        text: '{reason, select, wrong_passwords {Too many wrong passwords.} administrator {Locked by an administrator.} other {Reason: {reason}}}',
      },
    },
  }),
  'user.role_changed': template(['from', 'to'], {
    notice: {
      id: { subject: 'Peran sebuah akun berubah', text: '{from} → {to}' },
      en: { subject: 'The role of an account has changed', text: '{from} → {to}' },
    },
  }),
  'user.session_revoked': template([], {
    notice: {
      id: { subject: 'Sesi sebuah akun diakhiri', text: 'Diakhiri sebelum waktunya.' },
      en: { subject: 'A session of an account was ended', text: 'Ended before its time.' },
    },
  }),
  test: template(['message'], {
    notice: {
      id: { subject: 'Pemberitahuan percobaan', text: '{message}' },
      en: { subject: 'Test notification', text: '{message}' },
    },
    message: {
      id: { subject: 'Pemberitahuan percobaan', text: 'Halo {recipientName}: {message}' },
      en: { subject: 'Test notification', text: 'Hello {recipientName}: {message}' },
    },
  }),
};
