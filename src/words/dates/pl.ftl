# Dates and times of the locale pl: month names as they stand in a date, and the order of the parts (CLDR).

month-1 = stycznia
month-2 = lutego
month-3 = marca
month-4 = kwietnia
month-5 = maja
month-6 = czerwca
month-7 = lipca
month-8 = sierpnia
month-9 = września
month-10 = października
month-11 = listopada
month-12 = grudnia

short-month-1 = sty
short-month-2 = lut
short-month-3 = mar
short-month-4 = kwi
short-month-5 = maj
short-month-6 = cze
short-month-7 = lip
short-month-8 = sie
short-month-9 = wrz
short-month-10 = paź
short-month-11 = lis
short-month-12 = gru

day = { $day } { $month } { $year }
moment = { $day } { $shortMonth } { $year }, { $hour }:{ $minute }
