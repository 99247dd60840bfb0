# Dates and times of the locale de: month names as they stand in a date, and the order of the parts (CLDR).

month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember

short-month-1 = 01
short-month-2 = 02
short-month-3 = 03
short-month-4 = 04
short-month-5 = 05
short-month-6 = 06
short-month-7 = 07
short-month-8 = 08
short-month-9 = 09
short-month-10 = 10
short-month-11 = 11
short-month-12 = 12

day = { $day }. { $month } { $year }
moment = { $paddedDay }.{ $shortMonth }.{ $year }, { $hour }:{ $minute }
