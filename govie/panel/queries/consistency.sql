-- The growth that two levels imply beside the growth that is stated.
SELECT
    now.ref_area, now.region, now.period, now.indicator, now.indicator_name, now.unit,
    past.value AS level_before, now.value AS level, growth.value AS stated_growth,
    100 * (now.value / past.value - 1) AS implied_growth,
    100 * (now.value / past.value - 1) - growth.value AS difference,
    past.sentence AS level_before_sentence, now.sentence AS level_sentence,
    growth.sentence AS growth_sentence
FROM panel AS now
JOIN panel AS past
    ON past.ref_area = now.ref_area AND past.indicator = now.indicator AND past.unit = now.unit
    AND past.period_start = now.period_start - 1
JOIN panel AS growth ON growth.ref_area = now.ref_area AND growth.indicator = now.indicator
    AND growth.period = now.period
WHERE now.side = 'result' AND past.side = 'result' AND growth.side = 'result'
    AND now.measure = 'level' AND past.measure = 'level' AND growth.measure = 'growth'
    AND now.period_kind = 'year' AND past.period_kind = 'year'
    AND growth.detail = '' AND NOT growth.annual_average AND NOT now.annual_average
    AND NOT past.annual_average AND growth.unit = '%' AND now.unit NOT IN ('%', '个百分点')
    AND now.value IS NOT NULL AND growth.value IS NOT NULL AND past.value > 0
ORDER BY now.ref_area, now.period, now.indicator, now.unit
