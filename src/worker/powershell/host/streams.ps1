# What a block says while it runs.

function Send-Message($block, [string]$type, [string]$text) {
  Send-Line @{ type = $type; id = $block.id; text = (Limit-Text $text $longestText) }
}

# What came since the last look. Objects beyond what is kept are counted and let go.
function Send-Streams($block) {
  $streams = $block.shell.Streams
  foreach ($record in $streams.Warning.ReadAll()) { $block.queue.Enqueue(@{ type = 'warning'; text = $record.Message }) }
  foreach ($record in $streams.Verbose.ReadAll()) { $block.queue.Enqueue(@{ type = 'verbose'; text = $record.Message }) }
  foreach ($record in $streams.Information.ReadAll()) { $block.queue.Enqueue(@{ type = 'information'; text = [string]$record.MessageData }) }
  $progress = @($streams.Progress.ReadAll())
  if ($progress.Count -gt 0 -and [string]$progress[-1].RecordType -ne 'Completed') {
    $last = $progress[-1]
    Send-Line @{ type = 'progress'; id = $block.id; activity = (Limit-Text $last.Activity 200); status = (Limit-Text $last.StatusDescription 200); percent = $last.PercentComplete }
  }
  $found = $block.output.ReadAll()
  $block.outputs += $found.Count
  foreach ($object in $found) {
    if ($block.sent -ge $keptObjects -or $block.characters -ge $keptCharacters) { break }
    $block.sent++
    try { $value = ConvertTo-Projection $object 0 } catch { $value = '(cannot be shown: ' + (Limit-Text $_.ToString() 200) + ')' }
    $line = ConvertTo-Json -InputObject @{ type = 'output'; id = $block.id; value = $value } -Compress -Depth 8
    $block.characters += $line.Length
    $writer.WriteLine($line)
  }
  foreach ($record in $streams.Error.ReadAll()) {
    # What a program writes to stderr is talk; whether it failed is said by its exit code.
    if ($record.FullyQualifiedErrorId -like 'NativeCommandError*') { $block.queue.Enqueue(@{ type = 'warning'; text = $record.ToString() }) }
    else {
      $block.failed = $true
      $block.queue.Enqueue(@{ record = $record })
    }
  }
  Send-Queue $block
}

# A part at a time, so that a stop is heard between; what is not sent when one came is counted.
function Send-Queue($block) {
  for ($sent = 0; $block.queue.Count -gt 0 -and ($block.stopping -or $sent -lt 200); $sent++) {
    $next = $block.queue.Dequeue()
    if ($block.stopping) { $block.unsent++ }
    elseif ($null -ne $next.record) { Send-Record $block $next.record }
    else { Send-Message $block $next.type $next.text }
  }
}
