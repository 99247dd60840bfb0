# Dates and times of the locale en: month names as they stand in a date, and the order of the parts (CLDR).

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

short-month-1 = Jan
short-month-2 = Feb
short-month-3 = Mar
short-month-4 = Apr
short-month-5 = May
short-month-6 = Jun
short-month-7 = Jul
short-month-8 = Aug
short-month-9 = Sep
short-month-10 = Oct
short-month-11 = Nov
short-month-12 = Dec

day = { $month } { $day }, { $year }
moment = { $shortMonth } { $day }, { $year }, { $hourOfHalf }:{ $minute } { $half }
