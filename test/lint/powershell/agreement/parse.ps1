# What PowerShell's own parser sees in blocks: one JSON text a line in, one JSON object a line out.
Add-Type -ReferencedAssemblies System.Text.Json, System.Collections, System.Linq, System.Console, System.Runtime, System.Runtime.Extensions, System.Management.Automation -TypeDefinition @'
using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Management.Automation.Language;

public static class Sight {
  public static void Loop() {
    using var input = new StreamReader(Console.OpenStandardInput());
    using var output = new StreamWriter(Console.OpenStandardOutput());
    for (string line; (line = input.ReadLine()) != null;) output.WriteLine(JsonSerializer.Serialize(See(JsonSerializer.Deserialize<string>(line))));
  }

  static Dictionary<string, object> See(string text) {
    var tree = Parser.ParseInput(text, out _, out var errors);
    if (errors.Length > 0) return new() { ["error"] = errors[0].Message };
    List<string> commands = new(), variables = new(), calls = new();
    var files = 0;
    foreach (var ast in tree.FindAll(_ => true, true)) {
      switch (ast) {
        case CommandAst command: commands.Add(command.GetCommandName() ?? "?"); break;
        case VariableExpressionAst variable: variables.Add(variable.VariablePath.UserPath); break;
        case InvokeMemberExpressionAst call: calls.Add(call.Member.Extent.Text); break;
        case FileRedirectionAst file: if (!file.Location.Extent.Text.Equals("$null", StringComparison.OrdinalIgnoreCase)) files++; break;
      }
    }
    return new() { ["commands"] = commands, ["variables"] = variables, ["calls"] = calls, ["files"] = files };
  }
}
'@
[Sight]::Loop()
