# Dates and times of the locale es: month names as they stand in a date, and the order of the parts (CLDR).

month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre

short-month-1 = ene
short-month-2 = feb
short-month-3 = mar
short-month-4 = abr
short-month-5 = may
short-month-6 = jun
short-month-7 = jul
short-month-8 = ago
short-month-9 = sept
short-month-10 = oct
short-month-11 = nov
short-month-12 = dic

day = { $day } de { $month } de { $year }
moment = { $day } { $shortMonth } { $year }, { $hour }:{ $minute }
