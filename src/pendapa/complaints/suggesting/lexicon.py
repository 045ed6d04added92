"""Words that residents use, and what they speak of: general knowledge of Indonesian public services.

`ABBREVIATIONS` are short and colloquial forms with the word they stand for. `CONCEPTS` names fields of work that every
kabupaten and kota has, each with the words by which people speak of it; a rare unit is found by them where history has
too few examples. The words come from general knowledge and from names of topics, not from reading complaints that the
figures are measured on.
"""

_SHORT_FORMS = (
    "yg=yang tdk=tidak gak=tidak ga=tidak gk=tidak nggak=tidak ngga=tidak enggak=tidak tak=tidak sdh=sudah udah=sudah "
    "udh=sudah dah=sudah blm=belum belom=belum krn=karena karna=karena dgn=dengan dg=dengan utk=untuk tuk=untuk "
    "u=untuk sy=saya sya=saya aq=saya aku=saya bs=bisa jl=jalan jln=jalan jlan=jalan tlg=tolong mhn=mohon trs=terus "
    "trus=terus tp=tapi tpi=tapi jd=jadi jg=juga org=orang bnyk=banyak byk=banyak kel=kelurahan kec=kecamatan "
    "sby=surabaya bpk=bapak pak=bapak bu=ibu rmh=rumah gg=gang lbh=lebih dr=dari kl=kalau klo=kalau kalo=kalau "
    "skrg=sekarang skrang=sekarang bln=bulan thn=tahun hr=hari mlm=malam trmksh=terimakasih tks=terimakasih "
    "terima=terimakasih makasih=terimakasih pd=pada dpn=depan smp=sampai sampe=sampai gimana=bagaimana gmn=bagaimana "
    "bgmn=bagaimana knp=kenapa mengapa=kenapa dimana=mana dmn=mana sm=sama dlm=dalam dkt=dekat lwt=lewat msk=masuk "
    "kmrn=kemarin bgt=sekali banget=sekali dapet=dapat dpt=dapat spy=supaya agar=supaya akte=akta "
    "dispendukcapil=dispenduk ektp=ktp ijin=izin perijinan=perizinan pengaspalan=aspal kran=keran lampune=lampu"
)
ABBREVIATIONS = dict(pair.split("=") for pair in _SHORT_FORMS.split())

CONCEPTS = {
    "education": "sekolah siswa siswi murid guru ppdb zonasi spp ijazah sd sdn smp smpn sma smk paud tk rapor seragam "
    "pelajar daring pembelajaran belajar mutasi",
    "health": "puskesmas vaksin vaksinasi booster covid swab pcr antigen dokter bidan perawat obat rs rsud rujukan "
    "isoman isolasi imunisasi dbd fogging jentik nyamuk demam faskes berobat pasien rawat sakit bpjs poli antrian",
    "welfare": "mbr bansos pkh bpnt bst dtks miskin fakir kis sembako lansia disabilitas odgj gelandangan pengemis "
    "gepeng permakanan yatim janda gamis pbi bantuan tunai",
    "civil registry": "ktp kk akta kelahiran kematian pindah domisili kia nik dispenduk capil penduduk kependudukan",
    "transport": "pju lampu penerangan padam parkir parkiran jukir karcis traffic rambu macet kemacetan marka bus "
    "terminal halte angkot dishub zebra cross gelap truk kontainer",
    "roads": "jalan aspal paving pavingisasi lubang berlubang trotoar pedestrian rusak bergelombang jembatan galian",
    "drainage": "saluran got selokan gorong drainase banjir genangan tergenang meluap box culvert uditch sungai kali "
    "sedimen pengerukan normalisasi pompa tanggul plengsengan mampet buntu endapan lumpur",
    "environment": "pohon perantingan pemangkasan ranting dahan tumbang dipangkas dipotong rimbun ditebang sampah tps "
    "pengangkutan taman rumput limbah polusi bau pencemaran asap makam tinja gerobak kerja bakti dlh",
    "public order": "pkl satpol penertiban ditertibkan bising mabuk miras gangguan mengganggu warkop warung bangunan "
    "liar prokes kerumunan yustisi pengamen punk berisik kos reklame pungli balap",
    "drinking water": "pdam air keran mati keruh meteran meter tagihan pipa bocor aliran mengalir ledeng pelanggan "
    "tandon",
    "housing": "rusun rusunawa flat imb pbg bangunan sertifikat tanah izin rumah layak huni renovasi bedah",
    "information technology": "wifi website web aplikasi cctv internet error login akun email sinyal password download",
    "trade": "umkm koperasi pasar pedagang bpum sentra kuliner pinjaman modal usaha dagang jualan toko",
    "labour": "kerja lowongan loker phk upah umr umk gaji pelatihan perusahaan pekerjaan pengangguran karyawan kuning "
    "industri disnaker melamar",
    "family": "kdrt kekerasan perempuan anak puspaga catin keluarga kb posyandu stunting kader konseling nikah "
    "pengantin calon pelecehan",
    "culture, youth and sports": "wisata lapangan olahraga beasiswa museum atlet pemuda budaya seni karang taruna "
    "mahasiswa futsal kolam renang kampus kuliah kip",
    "personnel": "cpns pppk asn pns honorer kontrak formasi pegawai outsourcing",
    "disasters": "bpbd bencana command evakuasi puting beliung longsor gempa",
    "fire brigade": "kebakaran damkar pmk pemadam api terbakar ular tawon",
    "licences": "usaha nib oss siup izin perizinan dpmptsp investasi",
    "taxes": "pbb pajak nop bphtb spt bapenda wajib",
    "assets": "aset sewa tanah pemkot retribusi",
    "civil unity": "ormas kerukunan ibadah masjid gereja fkub musholla agama organisasi",
    "food and farming": "hewan kucing anjing ternak sapi kambing ayam unggas rabies tani petani pertanian bibit minyak "
    "goreng pangan ikan",
    "village office": "kelurahan lurah rt rw pengantar musrenbang ketua balai domisili kasi",
    "district office": "kecamatan camat trantib",
    "head of region": "protokol walikota bupati surat undangan audiensi",
    "law": "hukum pengacara perda perwali notaris gugatan",
}
