/** Invented names and reports. No number or address of these belongs to anybody. */
import type { TicketType } from '../../contracts/tickets.ts';

type Words = readonly [string, ...string[]];

export const zones = ['jakarta-pusat', 'jakarta-selatan', 'depok', 'bekasi', 'tangerang', 'bogor'] as const;
export type Zone = (typeof zones)[number];

export const firstNames: Words = [
  'Adi',
  'Agus',
  'Ahmad',
  'Anisa',
  'Ayu',
  'Bambang',
  'Budi',
  'Citra',
  'Dewi',
  'Dian',
  'Eko',
  'Endang',
  'Fajar',
  'Fitri',
  'Galih',
  'Hendra',
  'Indah',
  'Intan',
  'Joko',
  'Kartika',
  'Lestari',
  'Made',
  'Maya',
  'Nur',
  'Putri',
  'Rahmat',
  'Ratna',
  'Rina',
  'Rizky',
  'Sari',
  'Siti',
  'Slamet',
  'Sri',
  'Surya',
  'Teguh',
  'Tri',
  'Wahyu',
  'Wati',
  'Wayan',
  'Yuni',
];

export const lastNames: Words = [
  'Anggraini',
  'Firmansyah',
  'Gunawan',
  'Halim',
  'Handayani',
  'Hidayat',
  'Kurniawan',
  'Kusuma',
  'Lubis',
  'Maharani',
  'Maulana',
  'Nasution',
  'Nugroho',
  'Permata',
  'Pratama',
  'Puspita',
  'Rahayu',
  'Ramadhan',
  'Saputra',
  'Setiawan',
  'Siregar',
  'Suharto',
  'Sulistyo',
  'Susanto',
  'Suryani',
  'Utami',
  'Wibowo',
  'Wijaya',
  'Wulandari',
  'Yulianti',
];

export const titles: Readonly<Record<TicketType, Words>> = {
  repair: [
    'Internet mati total sejak pagi',
    'Koneksi lambat pada malam hari',
    'Lampu LOS pada modem merah',
    'Sering terputus saat hujan',
    'Wi-Fi tidak menjangkau lantai dua',
    'Kabel fiber putus tertimpa dahan',
    'Modem tidak menyala',
  ],
  installation: ['Pemasangan baru fiber 50 Mbps', 'Pemasangan baru fiber 100 Mbps', 'Pindah alamat layanan'],
  survey: ['Survei lokasi pelanggan baru', 'Survei jalur tiang untuk gang sempit'],
  maintenance: ['Pembersihan konektor ODP', 'Pemeriksaan redaman jalur utama'],
  upgrade: ['Naik paket ke 100 Mbps', 'Naik paket ke 200 Mbps'],
  downgrade: ['Turun paket ke 30 Mbps'],
  dismantle: ['Pembongkaran perangkat karena berhenti berlangganan'],
};

export const resolutions: Words = [
  'Konektor diganti, redaman kembali normal.',
  'Kabel drop disambung ulang dan dirapikan.',
  'Modem diganti dengan unit baru dan dikonfigurasi.',
  'Port ODP dipindahkan, layanan stabil.',
  'Pengaturan kanal Wi-Fi diperbaiki, pelanggan sudah mencoba.',
];

export const holdReasons: Words = [
  'Pelanggan tidak ada di rumah',
  'Menunggu suku cadang',
  'Hujan deras, pekerjaan di tiang ditunda',
];

export const cancelReasons: Words = ['Laporan ganda', 'Pelanggan membatalkan', 'Sudah normal sendiri'];

export const rejectReasons: Words = [
  'Di luar jangkauan jaringan',
  'Alamat tidak ditemukan',
  'Data tidak lengkap',
];

export const publicComments: Words = [
  'Mohon pastikan ada orang dewasa di rumah saat teknisi datang.',
  'Apakah gangguan masih terjadi sore ini?',
  'Terima kasih, sudah kami teruskan ke tim lapangan.',
];

export const internalComments: Words = [
  'Redaman -27 dBm di ODP, cek splitter.',
  'Pelanggan lama, sudah tiga kali lapor bulan ini.',
  'Bawa tangga 6 meter.',
];

export const feedbacks = {
  good: ['Cepat dan ramah.', 'Teknisinya menjelaskan dengan baik.', null, null],
  poor: ['Teknisi datang terlambat.', 'Harus menelepon dua kali.', null],
} as const;

/** By WhatsApp, to a message about a ticket. */
export const ticketAnswers: Words = [
  'Baik, saya tunggu di rumah.',
  'Kira-kira jam berapa teknisinya datang?',
  'Sudah menyala sebentar, lalu mati lagi.',
  'Tolong setelah jam 13 ya, pagi saya kerja.',
  'Lampu LOS masih merah, foto menyusul.',
];

export const customersAnswers: Words = [
  'Terima kasih, internet sudah normal lagi.',
  'Bisa bantu ganti kata sandi Wi-Fi?',
  'Minggu depan saya pindah rumah, apakah layanan bisa ikut pindah?',
  'Kalau naik ke 100 Mbps tambah berapa per bulan?',
];

export const applicantsAnswers: Words = [
  'Apakah surveinya bisa hari Sabtu?',
  'Alamatnya masuk gang, patokannya warung biru.',
  'Kapan kira-kira bisa dipasang?',
];

/** Of numbers that nobody knows. */
export const strangersAnswers: Words = [
  'Apakah sudah ada jaringan di Cinere?',
  'Berapa harga paket 50 Mbps?',
];
