using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>The text of a statement as a server takes it, with the commands that were made of it: a command that is used again knows its parameters.</summary>
internal sealed class PipelinedText
{
    private readonly string _sql;
    private readonly StatementParameter[] _parameters;
    private readonly Stack<DbBatchCommand> _free = [];

    /// <param name="sql">The statement.</param>
    /// <param name="parameters">Its parameters. In the text they become $1, $2 and so on, which spares finding them each time.</param>
    public PipelinedText(string sql, StatementParameter[] parameters)
    {
        _parameters = parameters;
        // The longest first: a name may begin with another.
        foreach (var (parameter, i) in parameters.Select((parameter, i) => (parameter, i)).OrderByDescending(pair => pair.parameter.Name.Length))
            sql = sql.Replace(parameter.Name, $"${i + 1}", StringComparison.Ordinal);
        _sql = sql;
    }

    /// <summary>A command, for one use.</summary>
    public DbBatchCommand Take(DbBatch batch)
    {
        if (_free.TryPop(out var used))
            return used;
        var command = batch.CreateBatchCommand();
#pragma warning disable CA2100 // The statements are this project's own.
        command.CommandText = _sql;
#pragma warning restore CA2100
        foreach (var declared in _parameters)
        {
            var parameter = command.CreateParameter();
            declared.DeclareType(parameter);
            command.Parameters.Add(parameter);
        }
        return command;
    }

    public void GiveBack(DbBatchCommand command) => _free.Push(command);
}
