using System.Data;
using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>A parameter of a statement that is run often.</summary>
/// <param name="Name">Its name, with the @.</param>
/// <param name="Type">Its type; null for that of its value.</param>
/// <remarks>One that may be null needs a type: a server prepares a statement for the types of its parameters, and null alone has none.</remarks>
internal readonly record struct StatementParameter(string Name, DbType? Type = null)
{
    public static implicit operator StatementParameter(string name) => new(name);

    /// <summary>A text or null.</summary>
    public static StatementParameter Text(string name) => new(name, DbType.String);

    /// <summary>A number or null.</summary>
    public static StatementParameter Number(string name) => new(name, DbType.Double);

    /// <summary>A whole number or null.</summary>
    public static StatementParameter Whole(string name) => new(name, DbType.Int64);

    /// <summary>Gives a parameter its name and its type.</summary>
    public void Declare(DbParameter parameter)
    {
        parameter.ParameterName = Name;
        DeclareType(parameter);
    }

    /// <summary>Gives a parameter its type alone.</summary>
    public void DeclareType(DbParameter parameter)
    {
        if (Type is { } type)
            parameter.DbType = type;
    }
}
