-- Each target of a region beside that of the region above it, for the same period.
SELECT
    own.ref_area, own.region, own.parent_area, parent.region AS parent_region,
    own.period, own.indicator, own.indicator_name, own.measure, own.unit,
    own.value AS target, own.value_high AS target_high, own.bound AS target_bound,
    parent.value AS parent_target, parent.value_high AS parent_target_high,
    parent.bound AS parent_target_bound,
    own.value - parent.value AS raised_by,
    own.sentence AS target_sentence, parent.sentence AS parent_target_sentence
FROM panel AS own
JOIN panel AS parent
    ON parent.ref_area = own.parent_area AND parent.period = own.period AND parent.indicator = own.indicator
    AND parent.measure = own.measure AND parent.annual_average = own.annual_average
    AND parent.detail = own.detail AND parent.unit = own.unit
WHERE own.side = 'target' AND parent.side = 'target' AND own.measure <> 'level'
    AND own.value IS NOT NULL AND parent.value IS NOT NULL
ORDER BY own.ref_area, own.period, own.indicator, own.measure, own.unit, own.detail
