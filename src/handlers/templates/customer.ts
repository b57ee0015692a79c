/** The words about a customer's account, to the customer. */
import { type Template, template } from './template.ts';

export const customerTemplates = {
  'customer.activated': words(
    ['Layanan Anda aktif', 'Layanan internet Anda sudah aktif. Selamat menikmati.'],
    ['Your line is active', 'Your internet line is active now. Enjoy it.'],
  ),
  'customer.suspended.overdue': words(
    [
      'Layanan Anda ditangguhkan',
      'Layanan internet Anda ditangguhkan karena ada tagihan yang belum dibayar.',
    ],
    ['Your line is suspended', 'Your internet line is suspended because bills are unpaid.'],
  ),
  'customer.suspended.requested': words(
    ['Layanan Anda ditangguhkan', 'Layanan internet Anda ditangguhkan atas permintaan Anda.'],
    ['Your line is suspended', 'Your internet line is suspended at your request.'],
  ),
  'customer.suspended.misuse': words(
    [
      'Layanan Anda ditangguhkan',
      'Layanan internet Anda ditangguhkan karena penyalahgunaan. Silakan hubungi kami.',
    ],
    ['Your line is suspended', 'Your internet line is suspended because of misuse. Please speak to us.'],
  ),
  'customer.suspended.other': words(
    ['Layanan Anda ditangguhkan', 'Layanan internet Anda ditangguhkan. Silakan hubungi kami.'],
    ['Your line is suspended', 'Your internet line is suspended. Please speak to us.'],
  ),
  'customer.reactivated': words(
    ['Layanan Anda aktif kembali', 'Layanan internet Anda aktif kembali.'],
    ['Your line is active again', 'Your internet line is active again.'],
  ),
  'customer.terminated': words(
    ['Langganan Anda berakhir', 'Langganan internet Anda berakhir. Terima kasih.'],
    ['Your subscription has ended', 'Your internet subscription has ended. Thank you.'],
  ),
  'customer.package_changed': words(
    ['Paket Anda berubah', 'Paket Anda sekarang {packageName}.'],
    ['Your package has changed', 'Your package is {packageName} now.'],
    ['packageName'],
  ),
};

type Two = readonly [subject: string, text: string];

function words<const V extends string = never>(
  [subjectId, textId]: Two,
  [subjectEn, textEn]: Two,
  variables: readonly V[] = [],
): Template<V> {
  return template(variables, {
    notice: { id: { subject: subjectId, text: textId }, en: { subject: subjectEn, text: textEn } },
    message: {
      id: { subject: subjectId, text: `Yth. {recipientName}, ${textId}` },
      en: { subject: subjectEn, text: `Dear {recipientName}, ${textEn}` },
    },
  });
}
