# Dates and times of the locale nl: month names as they stand in a date, and the order of the parts (CLDR).

month-1 = januari
month-2 = februari
month-3 = maart
month-4 = april
month-5 = mei
month-6 = juni
month-7 = juli
month-8 = augustus
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december

short-month-1 = jan
short-month-2 = feb
short-month-3 = mrt
short-month-4 = apr
short-month-5 = mei
short-month-6 = jun
short-month-7 = jul
short-month-8 = aug
short-month-9 = sep
short-month-10 = okt
short-month-11 = nov
short-month-12 = dec

day = { $day } { $month } { $year }
moment = { $day } { $shortMonth } { $year }, { $hour }:{ $minute }
